/* tests/conformance/atca_wire.c: wake, idle and sleep, reads, packets and what is wrong with them, and time. */
#include "atca_script.h"

/* Asleep or idle, and a pulse whose answer nobody has read. */
#define ANEW "idle\npulse 00 00\nwait 1500\n"
#define INFO "packet(30000000)"

static const struct conform_case cases[] = {
	ATCA_LOCKED("WIRE-11", CONFORM_SAFE, PART_ATECC,
		"after a wake pulse and 1.5 ms there is 04113343 to read",
		"LORA-B 7.1.1, table 10-2; captures of parts",
		"idle\nsilent\nsilent\npulse 00 00\nwait 1500\nread 4 = 04113343\nsleep\nsilent\npulse 00 "
		"00\nwait 1500\nread 4 = 04113343\n"),
	ATCA_LOCKED("WIRE-12", CONFORM_SAFE, PART_ATECC,
		"reads are one stream, also over several transactions", "LORA-B 7.5; captures of parts",
		ANEW "read 1 = 04\nread 2 = 1133\nread 1 = 43\n"),
	ATCA_LOCKED("WIRE-13", CONFORM_SAFE, PART_ATECC,
		"word address 00 sets the read pointer to the beginning", "LORA-B 7.2; captures of parts",
		ANEW "read 2 = 0411\nsend 00\nread 4 = 04113343\nsend 00\nread 1 = 04\nsend "
		     "packet(30000000)\nask = ?4 > r\nask = $r\n"),
	ATCA_LOCKED("WIRE-14", CONFORM_SAFE, PART_ATECC,
		"behind an answer there is FF, and no beginning again", "DS20005927A 6.6 p.45",
		ANEW "read 64 = 04113343 ff*60\nread 200 = ff*200\nsend 00\nread 5 = 04113343 ff\nsend "
		     "packet(24000000)\nask = ?4\nread 9 = ff*9\n"),
	ATCA_LOCKED("WIRE-15", CONFORM_SAFE, PART_ATECC,
		"what is there after wake need not be read before the first command", "captures of parts",
		ANEW "send 03073000000003 5d\nask = ?4\n" ANEW "read 1 = 04\nsend " INFO "\nask = ?4\n"),
	ATCA_LOCKED("WIRE-16", CONFORM_SAFE, PART_ATECC,
		"a wake pulse to a part that is awake changes nothing", "TNGTLS-B 7.1.1",
		"stay\n" KNOWN "24 00 0200 = 03\npulse 00 00\nwait 1500\nsend 00\nread 4 = 0403 8342\n"),
	ATCA_LOCKED("WIRE-17", CONFORM_SAFE, PART_608,
		"TempKey is there after a pulse to a part that is awake", "TNGTLS-B 7.1.1",
		"stay\n" KNOWN "pulse 00 00\nwait 1500\nstate 1080\n" TK_INPUT),
	ATCA_LOCKED("WIRE-18", CONFORM_SAFE, PART_ATECC,
		"an answer is read again as it was, and the command is not run again", "LORA-B 7.5",
		"send packet(1b000000)\nask = ?32 > a\nask = $a\nask = $a\n"),
	ATCA_LOCKED("WIRE-19", CONFORM_SAFE, PART_ATECC,
		"a command takes the place of an answer that was not read", "LORA-B 7.2",
		"send packet(24000200)\nask = 03\nsend " INFO "\nask = ?4\n"),
	ATCA_LOCKED("WIRE-20", CONFORM_SAFE, PART_ATECC,
		"a command may come in pieces; while one is there a read is not acknowledged",
		"LORA-B 7.2, 7.5; TFLX-A 7.2",
		"send 03073000\nsilent\nsend 030000035d\nask = ?4\nsend 0307\nsilent\nsend "
		"0330\nsilent\nsend 0300\nsend 0300\nsend 0300\nsend 0303\nsilent\nsend 035d\nask = ?4\n"),
	ATCA_LOCKED("WIRE-21", CONFORM_SAFE, PART_ATECC, "bytes behind the count are ignored",
		"LORA-B 7.2; DS20005927A 6.2",
		"send " INFO " aa*200\nask = ?4\nsend " INFO " 00\nask = ?4\n"),
	ATCA_LOCKED("WIRE-22", CONFORM_SAFE, PART_ATECC,
		"word addresses 00, 01 and 02 drop a command of which a part is there",
		"TNGTLS-B 7.2.2; LORA-B 7.2",
		"send 03553000\nsend 00\nsend " INFO
		"\nask = ?4\nsend 03553000\nsend 02\nasleep\nwake\nsend " INFO "\nask = ?4\n"
		"send 03553000\nsend 01\nasleep\nwake\nsend " INFO "\nask = ?4\n"),
	ATCA_LOCKED("WIRE-23", CONFORM_SAFE, PART_ATECC, "reserved word addresses do nothing", "LORA-B 7.2",
		"send packet(24000200)\nask = 03\nsend 00\nread 2 = 0403\nsend 04073000\nsend 80073000\nsend "
		"ff073000\nsend 07\nread 2 = 8342\n"),
	ATCA_LOCKED("WIRE-24", CONFORM_SAFE, PART_ATECC,
		"a wrong checksum is FF, in whichever bit, and TempKey is kept",
		"TNGTLS-A 4.3; DS20005927A 9.1, 2.5.1",
		KNOWN "wake\nsend 03073000000003 5c\nask = ff\nsend 03073000000002 5d\nask = ff\nsend "
		      "03073000000083 5d\nask = ff\nsend 030730000000 035f\nask = ff\n"
		      "send 03073100000003 5d\nask = ff\nsend 03073001000003 5d\nask = ff\nsend "
		      "03073000010003 5d\nask = ff\nsend 03073000000103 5d\nask = ff\n"
		      "send 0307300000000000\nask = ff\nsend 03073000000003 dd\nask = ff\nstate 1080\n"),
	ATCA_LOCKED("WIRE-25", CONFORM_SAFE, PART_ATECC, "the answer to a wrong checksum has a right one",
		"DS20005927A 9.1; atecc608.md 1.6",
		"send 0307300000000000\nwait 2000\nread 5 = 04ff 0142 ff\n"),
	ATCA_LOCKED("WIRE-26", CONFORM_SAFE, PART_ATECC, "a wrong checksum goes before all else",
		"LORA-B 4.3",
		"send 0307990000000000\nask = ff\nsend 0307300900000000\nask = ff\nsend 0308300000000000 "
		"00\nask = ff\n"),
	ATCA_LOCKED("WIRE-27", CONFORM_SAFE, PART_ATECC, "a count below 4 is FF", "DS20005927A table 9-1",
		"send 0300300000000000\nask = ff\nsend 0301300000000000\nask = ff\nsend "
		"0302300000000000\nask = ff\nsend 0303300000000000\nask = ff\n"),
	ATCA_LOCKED("WIRE-28", CONFORM_SAFE, PART_ATECC, "a count above 155 is FF; 155 is heard",
		"DS20005927A table 9-1; TFLX-A table 4-1",
		"send packet(30000000 00*148)\nask = 03\nsend packet(30000000 00*149)\nask = "
		"ff\nidle\nwake\nsend packet(30000000 00*180)\nask = ff\n"
		"idle\nwake\nsend 03ff3000 00*252\nask = ff\n"),
	ATCA_LOCKED("WIRE-29", CONFORM_SAFE, PART_ATECC,
		"a packet without room for its parameters is a parse error", "TNGTLS-A 4.3",
		"send packet(30)\nask = 03\nsend packet(3000)\nask = 03\nsend packet(300000)\nask = 03\n"),
	ATCA_LOCKED("WIRE-30", CONFORM_SAFE, PART_608, "an opcode that does not exist is a parse error",
		"TNGTLS-A 4.3",
		"opcodes : 51 28 24 1c 43 15 40 30 56 17 08 16 46 1b 02 80 77 47 41 20 45 12\n"),
	ATCA_LOCKED("WIRE-31", CONFORM_SAFE, PART_508A, "an opcode that does not exist is a parse error",
		"DS20005927A table 9-4",
		"opcodes : 01 11 28 24 1c 43 15 40 30 17 08 16 46 1b 02 47 41 20 45 12\n"),
	ATCA_LOCKED("WIRE-32", CONFORM_SAFE, PART_ATECC,
		"right after idle, and after sleep, the next address is not acknowledged",
		"TFLX-B 8.2; captures of parts",
		"idle\nsilent\nwake\nsend 02 03 07 30\nasleep\nsilent\nwake\nsend 01 "
		"00\nasleep\nsilent\nsilent\n"),
	ATCA_LOCKED("WIRE-33", CONFORM_SAFE, PART_ATECC, "idle flushes the answer", "TFLX-B 8.2",
		"send " INFO "\nask = ?4\n" ANEW "read 5 = 04113343 ff\n"),
	ATCA_LOCKED("WIRE-34", CONFORM_SAFE, PART_608,
		"idle keeps TempKey, AltKeyBuf and a hash under way; sleep loses them",
		"TFLX-B 8.2; LORA-B 3",
		KNOWN "16 83 0000 a7*32 = 00\n47 00 0000 = 00\n47 01 0200 6162 = 00\nidle\nwake\nstate "
		      "1080\n47 c2 0100 63 = sha(616263)\n"
		      "56 53 0000 02000010 5a*16 = ?32\n47 00 0000 = 00\nsleep\nstate 0000\n56 53 0000 "
		      "02000010 5a*16 = 0f\n47 01 0100 61 = 0f\n51 00 ffff 00*16 = 0f\n"),
	ATCA_RULE("WIRE-35", CONFORM_SAFE, PART_608, ATCA_A_LOCKED, "idle keeps MsgDigBuf, sleep loses it",
		"TFLX-B 8.2; LORA-B 3",
		"16 43 0000 a8*32 = 00\nidle\nwake\n41 a0 0200 = ?64 > s\nsigned $p2 : a8*32 : $s\n16 43 "
		"0000 a8*32 = 00\nsleep\n41 a0 0200 = 0f\n"),
	ATCA_ROW("WIRE-36", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED, NEED_DATA_LOCKED | NEED_MODELLED_TIME,
		BY_DOCUMENT, "while a command runs neither a read nor a write is acknowledged",
		"LORA-B 7.5; atecc608.md 1.4",
		"send packet(1b000000)\nsilent\nunheard 00\nunheard 01\nunheard 02\nsilent\nwait 23000\nask "
		"= ?32\n"
		"send packet(47000000)\nsilent\nask = 00\n"),
	ATCA_ROW("WIRE-37", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED, NEED_DATA_LOCKED | NEED_MODELLED_TIME,
		BY_DOCUMENT,
		"the watchdog puts it to sleep 0.7 to 1.7 s after wake, whatever it does, and TempKey is "
		"lost",
		"SUM 608B table 2-2; DS20005927A 5.3",
		KNOWN ANEW "wait 600000\nread 4 = 04113343\nsend " INFO
			   "\nask = ?4\nwait 1100000\nsilent\nasleep\nstate 0000\n"),
	ATCA_ROW("WIRE-38", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED, NEED_DATA_LOCKED | NEED_MODELLED_TIME,
		BY_DOCUMENT, "idle stops the watchdog, wake begins it anew", "TFLX-B 8.2",
		KNOWN ANEW "wait 600000\nread 1 = 04\n" ANEW "wait 600000\nread 1 = 04\n" ANEW
			   "wait 600000\nread 1 = 04\nsend 02\nasleep\nwait 5000000\nstate 1080\n"),
	ATCA_ROW("WIRE-39", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED, NEED_DATA_LOCKED | NEED_MODELLED_TIME,
		BY_DOCUMENT, "what the watchdog would cut off is refused with EE and not begun",
		"DS20005927A 9.1 p.61",
		ANEW "wait 1290000\nsend packet(40040000)\nwait 200\nread 2 = 04ee\n"),
	ATCA_ROW("WIRE-40", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED, NEED_DATA_LOCKED | NEED_MODELLED_TIME,
		BY_DOCUMENT, "before 0.28 ms after the pulse it does not answer, after 1.5 ms it does",
		"captures of parts; LORA-B table 10-2",
		"idle\npulse 00 00\nwait 100\nsilent\nwait 1400\nread 4 = 04113343\n"),
	ATCA_ROW("WIRE-41", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED, NEED_SUITE_CONFIG | NEED_MODELLED_TIME,
		BY_SILICON, "after the watchdog a command wakes it, and 11 is read in place of an answer",
		"logs of parts; DS20005927A 5.3",
		ANEW "wait 1800000\nunheard " INFO "\nwait 1500\nread 4 = 04113343\n"),
	ATCA_ROW("WIRE-42", CONFORM_WRITES, PART_ATECC, ATCA_BLANK, NEED_CONFIG_UNLOCKED | NEED_MODELLED_TIME,
		BY_DOCUMENT, "with ChipMode bit 2 the watchdog comes after 10 s", "DS20005927A table 2-5",
		"02 00 0400 = ?4 > m\n12 00 0400 $m[0:3] 04 = 00\n" ANEW
		"wait 5000000\nread 4 = 04113343\nwait 7000000\nsilent\nasleep\n12 00 0400 $m = 00\n" ANEW
		"wait 1800000\nsilent\n"),
	ATCA_ROW("WIRE-43", CONFORM_IRREVERSIBLE, PART_ATECC, ATCA_BLANK,
		NEED_CONFIG_UNLOCKED | NEED_SNAPSHOT, BY_DOCUMENT,
		"a new address in byte 16 is taken after sleep, not before",
		"LORA-B 2.1.1, 7.2; atecc608.md 1.1",
		"02 00 0400 = ?4 > m\n12 00 0400 6a $m[1:3] = 00\n30 00 0000 = ?4\nidle\nwake\n30 00 0000 = "
		"?4\nsleep\npulse 00 00\nwait 1500\nsilent\nat 35\n"
		"read 4 = 04113343\n30 00 0000 = ?4\n12 00 0400 $m = 00\nsleep\nat 60\n30 00 0000 = ?4\n"),
	ATCA_ROW("WIRE-44", CONFORM_IRREVERSIBLE, PART_608, ATCA_BLANK, NEED_CONFIG_UNLOCKED | NEED_SNAPSHOT,
		BY_SILICON, "byte 85 is the address if ChipMode bit 0 says so and it is not 00",
		"a dump of a part; LORA-B 2.1.1",
		"02 00 0400 = ?4 > m\n20 01 b000 = 00\nsleep\n30 00 0000 = ?4\n12 00 0400 $m[0:3] 01 = "
		"00\nsleep\npulse 00 00\nwait 1500\nsilent\nat 58\nread 4 = 04113343\n"
		"20 01 0000 = 00\nsleep\nat 60\n30 00 0000 = ?4\n20 01 b100 = 00\nsleep\nat 58\n30 00 0000 = "
		"?4\n"),
	ATCA_ROW("WIRE-45", CONFORM_IRREVERSIBLE, PART_508A, ATCA_BLANK, NEED_CONFIG_UNLOCKED | NEED_SNAPSHOT,
		BY_DOCUMENT, "the Selector is no address", "DS20005927A 4.2",
		"02 00 0400 = ?4 > m\n20 01 b000 = 00\n12 00 0400 $m[0:3] 01 = 00\nsleep\n30 00 0000 = ?4\n"),
	ATCA_ROW("WIRE-46", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED, NEED_DATA_LOCKED | NEED_POWER,
		BY_DOCUMENT, "a part just powered is asleep, with nothing left", "LORA-B 3",
		KNOWN "power\nsilent\nstate 0000\n"),
	ATCA_ROW("WIRE-47", CONFORM_SAFE, PART_ATECC, ATCA_A_LOCKED, NEED_DATA_LOCKED, BY_GUESS,
		"an answer not read is lost with the first byte of the next command", "ATCA-U-04",
		"send " INFO "\nask = ?4\nsend 0307\nsend 00\nread 4 = ff*4\nsend " INFO "\nask = ?4\n"),
	/* Times: the 508A's from its sheet, a 608's as long as hosts wait (the only ones that are public). */
	ATCA_ROW("TIME-11", CONFORM_SAFE, PART_508A, ATCA_A_LOCKED, NEED_SUITE_CONFIG | NEED_MODELLED_TIME,
		BY_DOCUMENT, "no command takes longer than its maximum", "DS20005927A table 9-4",
		"within 1 30 00 0000 = ?4\nwithin 1 02 80 0000 = ?32\nwithin 23 1b 00 0000 = ?32\nwithin 7 "
		"16 00 0000 00*20 = ?32\nwithin 14 08 00 0400 00*32 = ?32\n"
		"within 13 28 00 0400 00*77 = 01\nwithin 9 47 00 0000 = 00\nwithin 9 47 01 4000 00*64 = "
		"00\nwithin 20 24 00 0000 = ?4\n" KNOWN
		"within 11 15 02 0400 = 00\nwithin 50 41 80 0200 = ?64\nwithin 115 40 00 0200 = ?64\nwithin "
		"58 43 00 0200 $p7 = ?32\n" KNOWN "within 58 45 00 0b00 11*64 = 01\n" KNOWN
		"within 23 11 04 0400 = ?32\nwithin 3 01 00 0000 = 00\n"),
	ATCA_ROW("TIME-12", CONFORM_SAFE, PART_608, ATCA_A_LOCKED, NEED_SUITE_CONFIG | NEED_MODELLED_TIME,
		BY_HOST, "no command takes longer than hosts wait", "atecc608.md 1.10",
		"within 5 30 00 0000 = ?4\nwithin 5 02 80 0000 = ?32\nwithin 23 1b 00 0000 = ?32\nwithin 20 "
		"16 00 0000 00*20 = ?32\nwithin 55 08 00 0400 00*32 = ?32\n"
		"within 40 28 00 0400 00*77 = 01\nwithin 36 47 00 0000 = 00\nwithin 36 47 01 4000 00*64 = "
		"00\nwithin 25 24 00 0000 = ?4\n" KNOWN
		"within 25 15 02 0400 = 00\nwithin 115 41 80 0200 = ?64\nwithin 115 40 00 0200 = ?64\nwithin "
		"75 43 00 0200 $p7 = ?32\n" KNOWN
		"within 105 45 00 0b00 11*64 = 01\nwithin 27 51 00 0a00 00*16 = ?16\nwithin 165 56 52 0400 "
		"02000010 5a*16 = ?32\nwithin 80 80 05 0000 00*32 11*64 = 01\n"
		"within 250 77 3d 0000 = 00\n"),
};

void atca_wire_cases(struct conform_list *list)
{
	conform_list_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
