/*
 * tests/conformance/atca_talk.h: a conversation with an ATECC as text, for its cases.
 *
 * Lines, separated by ; or a line end. A line is a command, opcode, param1, param2 as on the wire and data, and what it must
 * be answered, without count and checksum:
 *
 * 	16 03 0000 $key = 00             a status
 * 	1b 00 0000 = ?32 > r             any 32 bytes, kept as $r
 * 	08 40 0400 00*32 = sha($key ...) an expression
 * 	15 02 0400 ! 00                  anything but that one status
 * 	24 00 0200 = 03 | 0f            one of these statuses
 *
 * or one of:
 *
 * 	let NAME EXPRESSION              a variable
 * 	same EXPRESSION : EXPRESSION     both are the same bytes; differ: they are not
 * 	state 2480                       what Info State says: flags, then Valid and the authorisation
 * 	signed POINT : DIGEST : R S      a P-256 signature is good; unsigned: it is not
 * 	wake, idle, sleep                pulse and wake's answer; word addresses
 * 	stay                             from here on awake between commands; else it idles, so that no watchdog comes
 * 	wait US                          bus time
 * 	power                            off and on (the case needs NEED_POWER)
 * 	cut N COMMAND                    power goes away at its N-th write of the memory, before that is durable; there is no answer
 * 	cutlate N COMMAND                the same just after (both need NEED_FAULTS)
 * 	asleep                           it is not awake any more, without having been told so here
 * 	pulse AA EXPRESSION              a write to another address, which nobody has to hear; to 00 it wakes the part
 * 	unheard EXPRESSION               a write to its address that is not acknowledged
 * 	at AA                            from here on it has this 7-bit address
 * 	within MS COMMAND = ANSWER       a command that takes so long at most
 * 	send EXPRESSION                  one write of these bytes as they are, word address first
 * 	read N = EXPRESSION              one read of N bytes
 * 	silent                           nobody acknowledges a read
 * 	ask                              the answer to what was sent is awaited, and what it is said by the next `= ` line
 *	modes 16 0000 00*20 : 00 01 03   every other param1 is a parse error, with this param2 and data
 *	lengths 16 00 0000 : 20          every other length of data is one, up to what a packet holds; 4-132 is a range
 *	opcodes : 08 16                  every other opcode is a parse error
 *	params 16 00 00*20 : 0000 8000   every other param2 of a few dozen is one
 *
 * An expression is terms one after the other: hex digits, ab*n (a byte n times), $name, $name[offset:length],
 * and sha(...), hmac(key, message), aes(key, block), xor(a, b), point(d), sign(d, digest), ecdh(d, point), crc(...),
 * prf(key, seed) of 64 bytes, packet(...) with word address, count and checksum, next(counter). Variables there are from the beginning: sn (all nine), sn01, sn23, sn47, sn8.
 *
 * All that is computed is plain OpenSSL.
 */
#ifndef SESIM_CONFORM_ATCA_TALK_H
#define SESIM_CONFORM_ATCA_TALK_H

#include "conform.h"

enum {
	ATCA_TALK_BYTES = 1024,
	ATCA_TALK_NAME = 16,
	ATCA_TALK_VARIABLES = 80,
};

struct atca_talk_bytes {
	uint8_t at[ATCA_TALK_BYTES];
	size_t len;
};

struct atca_talk_variable {
	char name[ATCA_TALK_NAME];
	struct atca_talk_bytes value;
};

struct atca_talk {
	struct conform *c;
	uint16_t address;
	bool awake;     /* else it is woken before the next command */
	bool stays;     /* it is not put to idle behind one */
	bool knows_aes; /* the case is about a part without it */
	struct atca_talk_variable variables[ATCA_TALK_VARIABLES];
	size_t n;
};

/* The part's serial number and the suite's keys as variables. */
void atca_talk_begin(struct atca_talk *talk, struct conform *c);
void atca_talk_set(struct atca_talk *talk, const char *name, const void *bytes, size_t len);
/* False, and the case failed with a sentence, when a line was not answered as it says. */
bool atca_talk_run(struct atca_talk *talk, const char *script);
/* conform_case.run for cases whose data is a script. */
void atca_talk_case(struct conform *c, const struct conform_case *self);

/* A row of a list of cases that are scripts. */
#define ATCA_CASE(name, effect, on, when, fact, where, script)                                           \
	{                                                                                                \
		.id = "ATCA-" name, .rule = (fact), .source = (where), .class = (effect), .parts = (on), \
		.phase = (when), .run = atca_talk_case, .data = (script)                                 \
	}
/* The same, about the suite's own configuration. */
#define ATCA_SUITE_CASE(name, effect, on, when, fact, where, script)                                     \
	{                                                                                                \
		.id = "ATCA-" name, .rule = (fact), .source = (where), .class = (effect), .parts = (on), \
		.needs = NEED_SUITE_CONFIG, .phase = (when), .run = atca_talk_case, .data = (script)     \
	}

#endif
