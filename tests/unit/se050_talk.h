/*
 * tests/unit/se050_talk.h: a host's conversation with an SE05x as a script, and the part before and after.
 *
 * A script is lines, separated by ; or a line break. A line is a command as se050_text.h has it, which must be answered
 * 9000 unless ` ? 6985` or ` ? any` (any error) follows; ` > a b` keeps the values of the answer's TLVs in variables. Or one of:
 *
 * 	.make ID CLASS          an object of a class of vectors/policy_matrix.tsv (and a few more), with talk->policy
 * 	.create ID              CreateSession; what follows is said in it. $session is its id
 * 	.userid ID VALUE        the same and VerifySessionUserID
 * 	.aes ID KEY LEVEL       an AESKey session
 * 	.out / .in N            what follows is said outside any session, in session N
 * 	.channel LEVEL          opens the platform channel; what follows travels in it
 * 	.plain                  from now on without the protection the channel or the session should have
 * 	.as LEVEL               from now on with this level's instead of its own
 * 	.mac                    the next protected command comes with a wrong MAC
 * 	.replay                 the next command's bytes are those sent last
 * 	.select / .power        SELECT of the applet; power off, on and SELECT: sessions and channel are over
 * 	.off                    power off and on, nothing selected
 * 	.allow ID CLASS         as .make, without talk->policy
 * 	.crypto ID CONTEXT SUB  CreateCryptoObject; $context and $subtype
 * 	.initialize KEY LEVEL   INITIALIZE UPDATE, KEY in hex or `platform`; $auth is what EXTERNAL AUTHENTICATE then needs;
 * 	                        with ` wrong` behind, a wrong cryptogram rightly MACed
 * 	.sign a6:X 7f49:Y       $a6, $pk and $sig, the signature over both
 * 	.external COMMAND       $handshake and $wrapped of ImportExternalObject, $hostkey the point of the key that signs
 * 	.keys VERSION           $keys, the data of PUT KEY
 * 	.poke WHAT              the part is changed from outside (se050_poke.h)
 */
#ifndef SESIM_TESTS_SE050_TALK_H
#define SESIM_TESTS_SE050_TALK_H

#include "se050_fixture.h"
#include "se050_text.h"

enum {
	TALK_SESSIONS = 3,
	TALK_OUTSIDE = -1,
	TALK_POLICY_MAX = 64,
};

struct talk_session {
	struct se_session host;
	bool plain;
};

/* Plain bytes but for f: a copy is a snapshot of the host's side. */
struct talk {
	struct se050_fixture *f;
	struct text_variables variables;
	struct talk_session sessions[TALK_SESSIONS];
	int n_sessions;
	int in;
	bool channel;
	bool wrong_mac;
	bool replays;
	int as;                   /* level; -1: its own */
	const char *policy_class; /* what .make gives talk->policy to; NULL: nothing */
	uint8_t policy[TALK_POLICY_MAX];
	size_t policy_len;

	uint8_t sent[TEXT_APDU_MAX];
	size_t sent_len;
	uint8_t answer[TEXT_APDU_MAX]; /* without status */
	size_t answer_len;
	uint16_t status; /* 0: the answer was none of this channel */
};

/* The part, just selected. */
void talk_begin(struct talk *talk, struct se050_fixture *f);

/* What became of a script. */
enum talk_result {
	TALK_DONE,
	TALK_UNSUPPORTED, /* one of its commands has no simulation yet */
	TALK_REFUSED,     /* a command was not answered as the script says; why tells */
};

/* script: NULL is nothing. */
enum talk_result talk_run(struct talk *talk, const char *script, struct why *why);
/* One command, wherever the conversation is. */
void talk_say(struct talk *talk, const struct text_command *command);

/* The simulator knows the command on this part, but cannot run it. */
bool talk_unsupported(const struct talk *talk, const struct text_command *command);

/* The first TLV of the answer with this tag; NULL and empty: none. */
struct rbuf talk_value(const struct talk *talk, uint8_t tag);

/* Host and part, to be gone back to. */
struct talk_moment;
struct talk_moment *talk_moment(const struct talk *talk);
void talk_back(struct talk *talk, const struct talk_moment *moment);
void talk_moment_free(struct talk_moment *moment);
/* What would be said at that moment would be said in a session. */
bool talk_is_inside(const struct talk_moment *moment);

/* What a refused command may change beyond counters of commands and what protects them. */
enum talk_may {
	MAY_SESSIONS = 1 << 0, /* sessions end, or fail */
	MAY_CHANNEL = 1 << 1,  /* the platform channel */
	MAY_ATTEMPTS = 1 << 2, /* attempts of authentication objects and of the card */
};

/*
 * Whether the part is what it was: objects and everything else that outlives power, the applet's RAM, its sessions,
 * what is selected. Counters of commands, the secure channels' and draws of chance may move. where: what differs.
 */
bool talk_unchanged(
	const struct talk *talk, const struct talk_moment *before, unsigned int may, const char **where);

#endif
