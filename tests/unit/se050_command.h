/* tests/unit/se050_command.h: an SE05x command put together from TLVs, and the value of its answer. */
#ifndef SESIM_TESTS_SE050_COMMAND_H
#define SESIM_TESTS_SE050_COMMAND_H

#include "se050_fixture.h"

struct se_command {
	uint8_t cla, ins, p1, p2;
	uint8_t data[1100];
	size_t len;
};

/* CLA, INS, P1, P2 in hex; then what it carries. */
struct se_command se_command(const char *head);
void se_put(struct se_command *command, uint8_t tag, const void *value, size_t len);
void se_put_u8(struct se_command *command, uint8_t tag, uint8_t value);
void se_put_id(struct se_command *command, uint8_t tag, uint32_t id);

/* The answer: its status, and the value under 41 where there is one. */
struct se_answer {
	uint16_t status;
	size_t len;
	uint8_t value[1100];
};

struct se_answer se_run(struct se050_fixture *f, const struct se_command *command);
/* Its value, which must be this long. */
void se_run_for(struct se050_fixture *f, const struct se_command *command, void *value, size_t len);
/* Its status. */
#define assert_status(f, command, sw) assert_int_equal(se_run((f), (command)).status, (sw))

#endif
