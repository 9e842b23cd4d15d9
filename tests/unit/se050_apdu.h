/* tests/unit/se050_apdu.h: commands to an SE05x put together from TLVs, and what a host computes for symmetric keys. */
#ifndef SESIM_TESTS_SE050_APDU_H
#define SESIM_TESTS_SE050_APDU_H

#include "cursor.h"
#include "se050_fixture.h"

struct se_command {
	uint8_t header[4];
	uint8_t data[1400];
	size_t len;
};

/* 80, INS, P1, P2, and no TLV yet. */
struct se_command se_command(uint8_t ins, uint8_t p1, uint8_t p2);
void se_put(struct se_command *command, uint8_t tag, const void *bytes, size_t len);
/* A number of 1, 2 or 4 bytes. */
void se_put_number(struct se_command *command, uint8_t tag, size_t size, uint32_t number);

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

/* Writes a key (P1 03 AES, 04 DES, 05 HMAC) with the default policy, or with one entry for all with this header. */
void se_write_key(struct se050_fixture *f, uint8_t p1, uint32_t id, const uint8_t *key, size_t len);
void se_write_key_policy(
	struct se050_fixture *f, uint8_t p1, uint32_t id, const uint8_t *key, size_t len, uint32_t header);
void se_delete(struct se050_fixture *f, uint32_t id);
void se_create_crypto(struct se050_fixture *f, uint16_t id, uint8_t context, uint8_t subtype);

/* By OpenSSL: "AES-128-CBC", "DES-EDE3-ECB" and so on, no padding. A DES key shorter than three is repeated. */
void host_cipher(const char *name, const uint8_t *key, size_t key_len, const uint8_t *iv, bool encrypts,
	const uint8_t *in, uint8_t *out, size_t len);
/* "AES-128-GCM", "AES-256-CCM". Makes the tag. */
void host_aead(const char *name, const uint8_t *key, const uint8_t *iv, size_t iv_len, const uint8_t *aad,
	size_t aad_len, const uint8_t *in, uint8_t *out, size_t len, uint8_t *tag, size_t tag_len);

#endif
