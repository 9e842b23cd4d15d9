/* sim/se050/cipher.h: AES and DES ciphers, at once and in steps (AN12413 4.12). Rows: table_symmetric.c. */
#ifndef SESIM_SE050_CIPHER_H
#define SESIM_SE050_CIPHER_H

#include "command050.h"
#include "crypto_cipher.h"

/* How a command wants its cipher to begin. */
struct cipher_plan {
	struct cipher_mode mode;
	bool decrypts;
	bool own_iv; /* the part makes it, and tells it (7.2) */
	struct rbuf iv;
};

/* NULL: no such cipher (AN12413 table 39, less what it calls not supported). */
const struct cipher_mode *cipher_mode_find(uint8_t code);

/* Of a command with the key in TAG_1 and the initial vector in TAG_4. */
enum se05x_status cipher_plan(
	const struct se050 *chip, const struct se050_call *call, uint8_t code, struct cipher_plan *plan);
/* Begins it; iv becomes what it began with. */
void cipher_begin(struct se050 *chip, const struct se050_call *call, const struct cipher_plan *plan,
	struct cipher_run *run, uint8_t iv[AES_BLOCK]);
/* What an error of the engine is on the wire. */
enum se05x_status cipher_status(int rc);

enum se05x_status cipher_init(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status cipher_go_on(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status cipher_finish(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status cipher_oneshot(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
