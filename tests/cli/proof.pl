#!/usr/bin/perl
# SPDX-License-Identifier: MIT
#
# Judges what gloss puts out, knowing only what is promised of it.
#
#	proof.pl text			show --json on standard input to the text
#	proof.pl slices [--exact] CSV DIR	an export against the texts DIR/NUMBER
#	proof.pl column NAME CSV		one column of it, a line a row
#	proof.pl terminal [--color]		what a terminal got on standard input
#
# slices reads strictly as RFC 4180 has it (CRLF after each record, quotes only
# where needed or at a blank end, doubled inside, no others) and then proves each row: its
# fields, its order, its slices in code points and bytes, line, column, context,
# and which fields are guarded against being run as formulas. It prints what is
# wrong, a line each, or how many rows there are. terminal allows newlines, text
# that shows, and with --color our own colours. Runs with perl-base alone.

use strict;
use warnings;

my @names = qw(id doc title source published label text entity value value_low value_high unit
	note before after start end start_byte end_byte line column author origin created updated
	parts uid guarded);
my $context = 32;
my $wrong = 0;
my $exact = 0;

sub complain {
	print @_, "\n";
	$wrong++;
}

sub slurp {
	my ($path) = @_;
	open(my $in, '<:raw', $path) or die "$path: $!\n";
	local $/;
	my $bytes = <$in>;
	return defined $bytes ? $bytes : '';
}

# Bytes to code points; strictly UTF-8 and nothing else.
sub decode {
	my ($bytes, $what) = @_;
	my $text = $bytes;
	utf8::decode($text) || $bytes =~ /^[\x00-\x7f]*\z/ or complain("$what: not UTF-8");
	return $text;
}

sub encode {
	my ($text) = @_;
	utf8::encode($text);
	return $text;
}

# A JSON string from the position of $$in, which is at its opening quote.
sub json_string {
	my ($in) = @_;
	my %short = (n => "\n", t => "\t", r => "\r", b => "\b", f => "\f",
		'"' => '"', '\\' => '\\', '/' => '/');
	my $out = '';

	$$in =~ /\G"/gc or die "expected a string at ", pos($$in) // 0, "\n";
	while (1) {
		if ($$in =~ /\G([^"\\\x00-\x1f]+)/gc) {
			$out .= $1;
		} elsif ($$in =~ /\G\\u([dD][89abAB]..)\\u([dD][c-fC-F]..)/gc) {
			$out .= chr(0x10000 + ((hex($1) & 0x3ff) << 10) + (hex($2) & 0x3ff));
		} elsif ($$in =~ /\G\\u([0-9a-fA-F]{4})/gc) {
			$out .= chr(hex($1));
		} elsif ($$in =~ /\G\\(.)/gc && exists $short{$1}) {
			$out .= $short{$1};
		} elsif ($$in =~ /\G"/gc) {
			return $out;
		} else {
			die "a bad string at ", pos($$in) // 0, "\n";
		}
	}
}

# One flat object: strings, whole numbers, null.
sub json_object {
	my ($line) = @_;
	my %object;

	pos($line) = 0;
	$line =~ /\G\{/gc or die "no object: $line\n";
	while ($line !~ /\G\}\z/gc) {
		!%object || $line =~ /\G,/gc or die "expected , in $line\n";
		my $key = json_string(\$line);
		exists $object{$key} and die "$key twice\n";
		$line =~ /\G:/gc or die "expected : in $line\n";
		if ($line =~ /\G(null|[0-9]+)/gc) {
			$object{$key} = $1;
		} else {
			$object{$key} = json_string(\$line);
		}
	}
	return \%object;
}

# The lines must be numbered and placed one after the other without a gap.
sub text {
	my ($expected_line, $expected_start, @lines) = (1, 0);

	binmode(STDIN, ':raw');
	binmode(STDOUT, ':raw');
	while (my $line = <STDIN>) {
		chomp $line;
		my $row = json_object(decode($line, 'show'));
		$row->{line} == $expected_line++ or die "line $row->{line} out of place\n";
		$row->{start} == $expected_start or die "line $row->{line} starts at $row->{start}\n";
		$row->{end} == $row->{start} + length($row->{text})
			or die "line $row->{line} ends at $row->{end}\n";
		$expected_start = $row->{end} + 1;
		push @lines, $row->{text};
	}
	print encode(join("\n", @lines) . "\n");
}

# All records of a strict CSV, as lists of fields.
sub read_csv {
	my ($in) = @_;
	my (@rows, @row);

	pos($in) = 0;
	while (pos($in) < length($in)) {
		my $at = pos($in);
		my $field;
		if ($in =~ /\G"((?:[^"]++|"")*+)"/gc) {
			$field = $1;
			$field =~ /[",\r\n]|^[ \t]|[ \t]\z/ or complain("quoted for no reason at $at: $field");
			$field =~ s/""/"/g;
		} else {
			$in =~ /\G([^",\r\n]*)/gc;
			$field = $1;
		}
		push @row, $field;
		if ($in =~ /\G,/gc) {
			next if pos($in) < length($in);
			die "ends after a comma\n";
		}
		$in =~ /\G\r\n/gc or die "expected a comma or CRLF at ", pos($in), " after '$field'\n";
		push @rows, [@row];
		@row = ();
	}
	return @rows;
}

sub is_formula {
	my ($field) = @_;
	$field =~ /^[ \t\r\n\x00\x{FEFF}]*[=+\-@\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}]/
		&& $field !~ /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\z/;
}

# The row with its guards taken off; complains of one that is missing or needless.
sub unguard {
	my ($row, $where) = @_;
	my %guarded = map { $_ => 1 } split(/ /, $row->{guarded});

	$row->{guarded} eq '' || !$exact or complain("$where: guarded though exact");
	for my $name (@names) {
		my $is_guarded = delete $guarded{$name};
		if ($is_guarded) {
			$row->{$name} =~ s/^'// or complain("$where: $name is not guarded");
			is_formula($row->{$name} =~ s/\x{2400}/\0/gr)
				or complain("$where: $name needs no guard");
		} elsif (!$exact && is_formula($row->{$name} =~ s/\x{2400}/\0/gr)) {
			complain("$where: $name needs a guard");
		}
	}
	complain("$where: guarded has $_, which is no column") for sort keys %guarded;
}

# What the text has there, as the export writes it.
sub as_written {
	my ($text) = @_;
	$text =~ s/\0/\x{2400}/g unless $exact;
	return $text;
}

my %texts;
sub text_of_document {
	my ($dir, $doc) = @_;
	if (!$texts{$doc}) {
		my $bytes = slurp("$dir/$doc");
		$texts{$doc} = { bytes => $bytes, text => decode($bytes, "text $doc") };
	}
	return $texts{$doc};
}

sub same {
	my ($where, $name, $got, $wanted) = @_;
	$got eq $wanted or complain("$where: $name is '", encode($got), "', wanted '", encode($wanted), "'");
}

sub check_span {
	my ($row, $document, $where) = @_;
	my ($text, $bytes) = ($document->{text}, $document->{bytes});
	my ($start, $end) = ($row->{start}, $row->{end});
	my @parts = $row->{parts} eq '' ? ("$start:$end") : split(/;/, $row->{parts});
	my @pieces;
	my $last = -1;

	$start < $end && $end <= length($text) or return complain("$where: $start:$end is no span");
	for my $part (@parts) {
		my ($from, $to) = $part =~ /^([0-9]+):([0-9]+)\z/
			or return complain("$where: part '$part'");
		$from > $last && $from < $to or complain("$where: parts out of order");
		$last = $to;
		my $piece = substr($text, $from, $to - $from);
		$piece =~ /^\p{M}/ and complain("$where: begins inside a grapheme cluster");
		substr($text, $to, 1) =~ /^\p{M}/ and complain("$where: ends inside a grapheme cluster");
		push @pieces, $piece;
	}
	$row->{parts} eq '' || (@parts > 1 && $parts[0] =~ /^$start:/ && $parts[-1] =~ /:$end\z/)
		or complain("$where: parts $row->{parts} are not $start:$end");
	same($where, 'text', $row->{text}, as_written(join(' ', @pieces)));

	my $before = substr($text, 0, $start);
	same($where, 'start_byte', $row->{start_byte}, length(encode($before)));
	same($where, 'end_byte', $row->{end_byte}, length(encode(substr($text, 0, $end))));
	@parts > 1 || same($where, 'slice of bytes',
		encode($row->{text}),
		encode(as_written(decode(substr($bytes, $row->{start_byte},
			$row->{end_byte} - $row->{start_byte}), $where))));
	same($where, 'line', $row->{line}, 1 + ($before =~ tr/\n//));
	same($where, 'column', $row->{column}, 1 + $start - (rindex($before, "\n") + 1));
	same($where, 'before', $row->{before},
		as_written(substr($before, $start > $context ? $start - $context : 0)));
	same($where, 'after', $row->{after}, as_written(substr($text, $end, $context)));
}

sub check_fields {
	my ($row, $where) = @_;
	my $time = qr/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\z/;

	for my $name (qw(id doc start end start_byte end_byte line column)) {
		$row->{$name} =~ /^(?:0|[1-9][0-9]*)\z/ or complain("$where: $name is '$row->{$name}'");
	}
	for my $name (qw(created updated)) {
		$row->{$name} =~ $time or complain("$where: $name is '$row->{$name}'");
	}
	for my $name (qw(title label text author origin)) {
		$row->{$name} ne '' or complain("$where: $name is empty");
	}
	$row->{uid} =~ /^[0-9A-HJKMNP-TV-Z]{26}\z/ or complain("$where: uid is '$row->{uid}'");
}

sub slices {
	while (@ARGV && $ARGV[0] eq '--exact') {
		$exact = 1;
		shift @ARGV;
	}
	my ($csv, $dir) = @ARGV;
	my $in = slurp($csv);
	$in =~ s/^\xEF\xBB\xBF//;
	my @rows = read_csv(decode($in, $csv));
	my (%ids, %uids, $previous);

	@rows or die "no header\n";
	same('header', 'names', join(',', @{shift @rows}), join(',', @names));
	for my $fields (@rows) {
		my %row;
		@$fields == @names or complain("a row of ", scalar(@$fields), " fields"), next;
		@row{@names} = @$fields;
		my $where = "annotation $row{id}";
		unguard(\%row, $where);
		check_fields(\%row, $where);
		check_span(\%row, text_of_document($dir, $row{doc}), $where);
		$ids{$row{id}}++ and complain("$where: twice");
		$uids{$row{uid}}++ and complain("$where: its uid twice");
		my $place = sprintf('%012d' x 4, @row{qw(doc start end id)});
		!$previous || $previous lt $place or complain("$where: out of order");
		$previous = $place;
	}
	print scalar(@rows), "\n" unless $wrong;
}

# Controls, C1 as code points or bytes, and what changes the direction of text.
sub terminal {
	my $color = @ARGV && $ARGV[0] eq '--color';
	my $number = 0;

	local $/;
	binmode(STDIN, ':raw');
	my $text = decode(scalar(<STDIN>) // '', 'output');
	$text =~ s/\r+\n/\n/g;
	for my $line (split(/\n/, $text)) {
		$number++;
		$line =~ s/\e\[(?:0|1|4;[39][1-6])m//g if $color;
		$line =~ /([\x00-\x1F\x7F-\x9F\x{061C}\x{200E}\x{200F}\x{2028}-\x{202E}\x{2066}-\x{2069}])/
			and complain("line $number has ", sprintf('U+%04X', ord($1)));
	}
}

sub column {
	my ($name, $csv) = @_;
	my @rows = read_csv(decode(slurp($csv), $csv));
	my ($at) = grep { $rows[0][$_] eq $name } 0 .. $#{$rows[0]};

	defined $at or die "no column $name\n";
	print encode("$_->[$at]\n") for @rows[1 .. $#rows];
}

my $what = shift @ARGV || '';
if ($what eq 'text') {
	text();
} elsif ($what eq 'slices') {
	slices();
} elsif ($what eq 'column') {
	column(@ARGV);
} elsif ($what eq 'terminal') {
	terminal();
} else {
	die "usage: proof.pl text | slices [--exact] CSV DIR | column NAME CSV | terminal [--color]\n";
}
exit($wrong ? 1 : 0);
