/* tests/unit/rsa_fixture.h: RSA commands put together from bytes, and what a host says to write a key. */
#ifndef SESIM_TESTS_RSA_FIXTURE_H
#define SESIM_TESTS_RSA_FIXTURE_H

#include "cursor.h"
#include "host_rsa.h"
#include "se050_fixture.h"

/* A command under way, and its answer. */
struct rsa_command {
	uint8_t ins, p1, p2;
	uint8_t data[1100];
	size_t len;
	uint8_t answer[1100];
	size_t answer_len; /* without the status */
};

/* Begins one of this object: 41, id. */
struct rsa_command rsa_command(uint8_t ins, uint8_t p1, uint8_t p2, uint32_t id);
void rsa_add(struct rsa_command *command, uint8_t tag, const void *bytes, size_t len);
void rsa_add_number(struct rsa_command *command, uint8_t tag, uint32_t value, size_t len);
/* Sends it; returns the status. */
uint16_t rsa_run(struct se050_fixture *f, struct rsa_command *command);
/* The value of the answer's only TLV, 41. */
struct rbuf rsa_answer(const struct rsa_command *command);

/* What the numbers are sent in; their tags (AN12413 4.7.1.2). */
enum rsa_form { FORM_PAIR, FORM_PAIR_CRT, FORM_PRIVATE, FORM_PRIVATE_CRT, FORM_PUBLIC, FORMS };
struct rsa_form_row {
	const char *name;
	uint8_t p1, p2;
	uint8_t tags[8]; /* in the order of hosts, 0 ends */
	uint8_t type;    /* as ReadType tells it */
};
extern const struct rsa_form_row rsa_forms[FORMS];

/* The number that a tag of WriteRSAKey brings. */
struct rbuf rsa_number(const struct host_rsa *key, uint8_t tag);

/* The command that sends the nth component of a form: the first one with the size, the rest with P1 02. */
struct rsa_command rsa_write_part(const struct host_rsa *key, enum rsa_form form, uint32_t id, size_t nth);
/* All of them. INS has these flags. */
void rsa_write_key(
	struct se050_fixture *f, const struct host_rsa *key, enum rsa_form form, uint32_t id, uint8_t flags);

#endif
