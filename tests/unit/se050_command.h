/* tests/unit/se050_command.h: an SE05x command put together from TLVs, and its answer taken apart. */
#ifndef SESIM_TESTS_SE050_COMMAND_H
#define SESIM_TESTS_SE050_COMMAND_H

#include "cursor.h"
#include "se050_fixture.h"

struct se_command {
	uint8_t header[4];
	uint8_t data[1400];
	size_t len;
};

/* CLA, INS, P1, P2 in hex, or 80 and the others; no TLV yet. */
struct se_command se_command(const char *head);
struct se_command se_command_of(uint8_t ins, uint8_t p1, uint8_t p2);
void se_put(struct se_command *command, uint8_t tag, const void *bytes, size_t len);
/* A number of 1, 2 or 4 bytes. */
void se_put_number(struct se_command *command, uint8_t tag, size_t size, uint32_t number);
void se_put_u8(struct se_command *command, uint8_t tag, uint8_t value);
void se_put_id(struct se_command *command, uint8_t tag, uint32_t id);

/* The last answer: its status, and values by tag. */
struct se_answer {
	uint8_t bytes[1200];
	size_t len;
	uint16_t status;
};

struct se_answer se_run(struct se050_fixture *f, const struct se_command *command);
/* The same in a session, or in the default one when it is NULL. */
struct se_answer se_run_in(
	struct se050_fixture *f, struct se_session *session, const struct se_command *command);
/* .at is NULL when the answer has no such TLV. */
struct rbuf se_value(const struct se_answer *answer, uint8_t tag);

#define assert_status(answer, wanted) assert_int_equal((answer).status, (wanted))
/* A TLV of the answer has this value. */
#define assert_value_is(answer, tag, wanted, len) \
	se_assert_value_is((answer), (tag), (wanted), (len), __FILE__, __LINE__)
void se_assert_value_is(const struct se_answer *answer, uint8_t tag, const void *wanted, size_t len,
	const char *file, int line);

/* An answer that is one TLV, 41, or none. */
struct se_result {
	uint16_t status;
	size_t len;
	uint8_t value[1100];
};

struct se_result se_ask(struct se050_fixture *f, const struct se_command *command);
/* Its value, which must be this long. */
void se_ask_for(struct se050_fixture *f, const struct se_command *command, void *value, size_t len);
/* Its status. */
#define assert_asked(f, command, sw) assert_int_equal(se_ask((f), (command)).status, (sw))

#endif
