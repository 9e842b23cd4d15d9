/* tests/unit/se050_fixture.h: an SE05x on a bus, and what tests say to it. Bytes are hex, spaces as you like. */
#ifndef SESIM_TESTS_SE050_FIXTURE_H
#define SESIM_TESTS_SE050_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "board.h"
#include "scp03_host.h"
#include "se050.h"

struct se050_fixture {
	struct board *board;
	struct se050 *chip;
	uint8_t number;         /* N(S) of the next I-block of se_apdu() */
	struct scp03_host host; /* the platform channel, as the host has it */
	bool in_channel;        /* applet sessions travel through it */
};

/* A part on a bus under the instant clock; or the virtual one, where commands take their typical time. */
struct se050_fixture *se_new(const char *part);
struct se050_fixture *se_new_slow(const char *part);
/* One whose state file is on this medium, with another's engine (NULL: its own). */
struct se050_fixture *se_new_on(const char *part, const struct store_io *io, struct crypto *crypto);
void se_free(struct se050_fixture *f);

/* One write transaction: the bytes as they are; or a frame that wants its CRC. */
void se_write(struct se050_fixture *f, const char *hex);
void se_send(struct se050_fixture *f, const char *hex);

/* The next block is this one, CRC left out: read as hosts do, header first. */
#define assert_block(f, hex) se_assert_block((f), (hex), __FILE__, __LINE__)
void se_assert_block(struct se050_fixture *f, const char *hex, const char *file, int line);
/* A read is not acknowledged. */
#define assert_silent(f) se_assert_silent((f), __FILE__, __LINE__)
void se_assert_silent(struct se050_fixture *f, const char *file, int line);

void se_wait_us(struct se050_fixture *f, uint64_t us);

/* A command through T=1, chained both ways as needed. Returns the length of the answer with its status. */
size_t se_apdu(struct se050_fixture *f, const void *command, size_t len, uint8_t *answer, size_t cap);
/* In hex; X in the expected answer stands for any digit. */
#define assert_apdu(f, command, answer) se_assert_apdu((f), (command), (answer), __FILE__, __LINE__)
void se_assert_apdu(
	struct se050_fixture *f, const char *command, const char *answer, const char *file, int line);

/* SELECT of the applet, and its answer. */
void se_select(struct se050_fixture *f);

/* Power off and on, and SELECT. */
void se_power_cycle(struct se050_fixture *f);

/* Opens the platform channel with the keys that the part has, from INITIALIZE UPDATE on. */
void se_open_channel(struct se050_fixture *f, uint8_t level);
/* Its first half only, with these keys. */
void se_initialize_update(struct se050_fixture *f, uint8_t version, const uint8_t *enc, const uint8_t *mac);

/* A command and its answer in plain, sent through the platform channel. */
#define assert_secure(f, command, answer) se_assert_secure((f), (command), (answer), __FILE__, __LINE__)
void se_assert_secure(
	struct se050_fixture *f, const char *command, const char *answer, const char *file, int line);

/* An applet session on the host's side; with in_channel its commands go through the platform channel. */
struct se_session {
	uint8_t id[8];
	bool secure; /* its commands are protected by host */
	struct scp03_host host;
};

/* CreateSession for this authentication object. */
void se_session_create(struct se050_fixture *f, struct se_session *session, uint32_t id);
/* The whole of an AESKey session with this key, at this level. */
void se_session_aes(
	struct se050_fixture *f, struct se_session *session, uint32_t id, const char *key, uint8_t level);
/* A command in a session, in PROCESS; its answer in plain. */
#define assert_in(f, session, command, answer) \
	se_assert_in((f), (session), (command), (answer), __FILE__, __LINE__)
void se_assert_in(struct se050_fixture *f, struct se_session *session, const char *command,
	const char *answer, const char *file, int line);
/* The same without protection, whatever the session has. */
size_t se_process(struct se050_fixture *f, const struct se_session *session, const uint8_t *inner, size_t len,
	uint8_t *answer, size_t cap);

/* The same answer, in hex with X for digits that may be any. */
void se_assert_answer(
	const char *command, const uint8_t *got, size_t len, const char *answer, const char *file, int line);

/* Hex digits to bytes, spaces left out. Returns how many. */
size_t se_hex(const char *hex, uint8_t *bytes, size_t cap);

#endif
