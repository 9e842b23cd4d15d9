/*
 * tests/conformance/talk.h: a host's conversation with an SE05x as a script, and the part before and after.
 *
 * A script is lines, separated by ; or a line break. A line is a command as talk_text.h has it, which must be answered
 * 9000 unless ` ? 6985` or ` ? any` (any error) follows; ` > a b` keeps the values of the answer's TLVs in variables. Or one of:
 *
 * 	.make ID CLASS          an object of a class of vectors/policy_matrix.tsv (and a few more), with talk->policy
 * 	.create ID              CreateSession; what follows is said in it. $session is its id
 * 	.userid ID VALUE        the same and VerifySessionUserID
 * 	.credential ID          the same of a reserved object, 7fff02xx (talk_credential.h)
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
 * 	.card KEY               a MIFARE DESFire card with this key: $card is its challenge; with ` more` behind, of
 * 	                        AuthenticateEV2NonFirst
 * 	.card answers           $card is what it says to the answer before
 * 	.card changes COMMAND   the answer before goes to it behind COMMAND, code and header in hex: $card is the MAC it answers
 * 	.poke WHAT              the part is brought into a state that no command of a script makes (talk_states.h)
 */
#ifndef SESIM_CONFORM_TALK_H
#define SESIM_CONFORM_TALK_H

#include "desfire_card.h"
#include "peer.h"
#include "talk_text.h"

enum {
	TALK_SESSIONS = 3,
	TALK_OUTSIDE = -1,
	TALK_POLICY_MAX = 64,
};

struct talk_session {
	uint8_t id[8];
	bool secure; /* its commands are protected by host */
	struct scp03_host host;
	bool plain;
};

/* Plain bytes but for the peer: a copy is a snapshot of the host's side. */
struct talk {
	struct peer *peer;
	struct desfire_card card;
	struct scp03_host host; /* the platform channel, as the host has it */
	struct text_variables variables;
	struct talk_session sessions[TALK_SESSIONS];
	int n_sessions;
	int in;
	bool channel; /* what is said travels in it */
	bool wrong_mac;
	bool replays;
	bool odd;                 /* what is asked aside would spoil it, or not be answered */
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

/* A conversation with a part that was just selected; talk_open() also selects it, and opens the channel it wants. */
void talk_begin(struct talk *talk, struct peer *peer);
int talk_open(struct talk *talk, struct peer *peer, struct why *why);

/* What became of a script. */
enum talk_result {
	TALK_DONE,
	TALK_UNSUPPORTED, /* one of its commands has no simulation yet */
	TALK_ELSEWHERE,   /* this part cannot be brought there, or lacks a feature; why tells */
	TALK_REFUSED, /* a command was not answered as the script says, or the script is none; why tells */
};

/* script: NULL is nothing. */
enum talk_result talk_run(struct talk *talk, const char *script, struct why *why);
/* One command, wherever the conversation is. status 0: no answer, or none of this channel. */
void talk_say(struct talk *talk, const struct text_command *command);

/* Whether the part has what the command wants, beside the state it must be in: TALK_DONE, or not. */
enum talk_result talk_fits(const struct talk *talk, const struct text_command *command, struct why *why);

/* Whether the part, being simulated, says itself that it lacks the command. */
bool talk_part_lacks(const struct talk *talk, const struct text_command *command);

/*
 * A command outside any session and whatever is odd about the conversation now, which stays as it is, answer and all. Returns
 * the status, and the answer without it in answer. Only while talk_is_open().
 */
uint16_t talk_ask(struct talk *talk, const char *line, struct wbuf *answer);
bool talk_is_open(const struct talk *talk);

/* The first TLV of the answer with this tag; NULL and empty: none. */
struct rbuf talk_value(const struct talk *talk, uint8_t tag);

/* What a refused command may change beyond counters of commands and what protects them. */
enum talk_may {
	MAY_SESSIONS = 1 << 0, /* sessions end, or fail */
	MAY_CHANNEL = 1 << 1,  /* the platform channel */
	MAY_ATTEMPTS = 1 << 2, /* attempts of authentication objects and of the card */
};

#endif
