/*
 * tests/conformance/atca_script.h: how tables of an ATECC's cases are written, each a script (atca_talk.h), and lines that many
 * have in common.
 *
 * tk is what TempKey holds by the documents' formulas.
 */
#ifndef SESIM_CONFORM_ATCA_SCRIPT_H
#define SESIM_CONFORM_ATCA_SCRIPT_H

#include "atca_cases.h"
#include "atca_suite.h"
#include "atca_talk.h"

#define ATCA_ROW(number, kind, on, in, wants, by, fact, where, script)                                      \
	{                                                                                                   \
		.id = "ATCA-" number, .rule = (fact), .source = (where), .evidence = (by), .class = (kind), \
		.parts = (on), .needs = (wants), .phase = (in), .run = atca_talk_case, .data = (script)     \
	}

/* In one of the suite's configurations, or on a blank part. */
#define ATCA_RULE(number, kind, on, in, fact, where, script)                                          \
	ATCA_ROW(number, kind, on, in, (in) == ATCA_BLANK ? NEED_CONFIG_UNLOCKED : NEED_SUITE_CONFIG, \
		BY_DOCUMENT, fact, where, script)
#define ATCA_GUESS(number, kind, on, in, fact, where, script)                                         \
	ATCA_ROW(number, kind, on, in, (in) == ATCA_BLANK ? NEED_CONFIG_UNLOCKED : NEED_SUITE_CONFIG, \
		BY_GUESS, fact, where, script)
/* Of which the part comes back by a snapshot only: it ends the phase. */
#define ATCA_ENDS(number, on, in, fact, where, script)                                           \
	ATCA_ROW(number, CONFORM_IRREVERSIBLE, on, in,                                           \
		NEED_SNAPSHOT | ((in) == ATCA_BLANK ? NEED_CONFIG_UNLOCKED : NEED_SUITE_CONFIG), \
		BY_DOCUMENT, fact, where, script)
/* On every part that is locked. */
#define ATCA_LOCKED(number, kind, on, fact, where, script)                                                  \
	ATCA_ROW(number, kind, on, ATCA_A_LOCKED, NEED_CONFIG_LOCKED | NEED_DATA_LOCKED, BY_DOCUMENT, fact, \
		where, script)

/* Nonce (LORA-B 5.1.4). */
#define RANDOM "16 00 0000 a5*20 = ?32 > r\nlet tk sha($r a5*20 160000)\n"
#define FIXED "16 03 0000 77*32 = 00\nlet tk 77*32\n"
#define KNOWN "16 03 0000 $known = 00\nlet tk $known\n"

/* Serial numbers in messages: the short ones, and all of them. */
#define SHORT_SN "$sn8 00*4 $sn01 00*2"
#define FULL_SN "$sn8 $sn47 $sn01 $sn23"

/* GenDig of a slot without NoMac, or of one with four bytes in place of the command (LORA-B 5.3.4.3). */
#define GEN_DIG(slot, key) "15 02 " slot "00 = 00\nlet tk sha(" key " 1502" slot "00 $sn8 $sn01 00*25 $tk)\n"
#define GEN_DIG_4 GEN_DIG("04", "$known")
#define GEN_DIG_NOMAC(slot, key, other) \
	"15 02 " slot "00 " other " = 00\nlet tk sha(" key " " other " $sn8 $sn01 00*25 $tk)\n"

/* What is in TempKey, made of chance or of input: as the key of a MAC (LORA-B 5.3.6); it is used up. */
#define TK_RANDOM "08 02 0000 00*32 = sha($tk 00*32 08020000 00*11 " SHORT_SN ")\n"
#define TK_INPUT "08 06 0000 00*32 = sha($tk 00*32 08060000 00*11 " SHORT_SN ")\n"
/* The same where NoMac is in it: by CheckMac. */
#define TK_CHECKED "28 02 0000 00*32 sha($tk 00*32 00*15 " SHORT_SN ") 00*13 = 00\n"
#define TK_CHECKED_INPUT "28 06 0000 00*32 sha($tk 00*32 00*15 " SHORT_SN ") 00*13 = 00\n"

/* A CheckMac that matches: the slot is authorised (LORA-B 5.3.2). */
#define AUTHORISE(slot, key)                                                                    \
	"28 00 " slot "00 00*32 sha(" key " 00*32 0800" slot "00 00*11 " SHORT_SN ") 0800" slot \
	"00 00*9 = 00\n"
#define AUTHORISE_4 AUTHORISE("04", "$known")

#endif
