#!/usr/bin/perl
# SPDX-License-Identifier: MIT
#
# The written side of sessions.t; perl-base is enough.
#
#	transcript.pl render DIR FILE PLAYED	the transcript FILE with the output in PLAYED
#	transcript.pl places DIR		standard input, DIR written as {dir}

use strict;
use warnings;

sub slurp {
	my ($in) = @_;
	local $/;
	my $bytes = <$in>;
	return defined $bytes ? $bytes : '';
}

sub read_file {
	my ($path) = @_;
	open(my $in, '<:raw', $path) or die "$path: $!\n";
	return slurp($in);
}

sub without_places {
	my ($bytes, $dir) = @_;
	$bytes =~ s/\Q$dir\E/{dir}/g;
	return $bytes;
}

# Lines of output as they stand in a transcript.
sub output_lines {
	my ($bytes) = @_;
	my $open = $bytes ne '' && $bytes !~ /\n\z/;
	my @lines = split(/\n/, $open ? $bytes : substr($bytes, 0, -1), -1);

	return if $bytes eq '';
	@lines = ('') if !@lines;
	s/^(?=[\$?!<#](?: |\z)|\\)|^(?=\z)/\\/ for @lines;
	s/([\x00-\x08\x0B-\x1F])/"\xE2\x90" . chr(0x80 + ord($1))/ge for @lines;
	push @lines, '\\ no newline' if $open;
	return @lines;
}

sub result {
	my ($dir, $played, $at) = @_;
	my $status = read_file("$played/$at.status");
	my $errors = without_places(read_file("$played/$at.err"), $dir);

	chomp $status;
	return (output_lines(without_places(read_file("$played/$at.out"), $dir)),
		(map { "! $_" } split(/\n/, $errors, -1 * ($errors !~ /\n\z/))),
		$status eq '0' ? () : "? $status");
}

sub render {
	my ($dir, $file, $played) = @_;
	my (@out, $at);
	my $number = 0;

	for my $line (split(/\n/, read_file($file))) {
		$number++;
		if ($line =~ /^(?:\$ |# |#\z|\z)/) {
			push @out, result($dir, $played, $at) if $at;
			$at = undef;
		}
		$at = $number if $line =~ /^\$ /;
		push @out, $line if $line =~ /^(?:[\$<] |# |#\z|\z)/;
	}
	push @out, result($dir, $played, $at) if $at;
	print map { "$_\n" } @out;
}

my $what = shift @ARGV || '';
binmode(STDIN, ':raw');
binmode(STDOUT, ':raw');
if ($what eq 'render' && @ARGV == 3) {
	render(@ARGV);
} elsif ($what eq 'places' && @ARGV == 1) {
	print without_places(slurp(\*STDIN), $ARGV[0]);
} else {
	die "usage: transcript.pl render DIR FILE PLAYED | places DIR\n";
}
