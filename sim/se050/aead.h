/* sim/se050/aead.h: GCM and CCM with AES keys, at once and in steps (7.2; hosts). Rows: table_symmetric.c. */
#ifndef SESIM_SE050_AEAD_H
#define SESIM_SE050_AEAD_H

#include "command050.h"
#include "crypto_aead.h"

enum {
	AEAD_IV_MIN = 12,
	AEAD_IV_MAX = 60,
};

/* How a command wants its operation to begin. */
struct aead_plan {
	bool ccm;
	bool decrypts;
	bool own_iv; /* the part makes it, and tells it */
	size_t iv_len;
};

/* GCM or CCM under way. */
struct aead_run {
	bool ccm;
	bool decrypts;
	struct aes_gcm gcm;
	struct aes_ccm of_ccm;
};

/* Of a command with the key in TAG_1 and the initial vector, or its length, in TAG_5. */
enum se05x_status aead_plan(
	const struct se050 *chip, const struct se050_call *call, uint8_t mode, struct aead_plan *plan);
/*
 * Begins it; iv becomes what it began with. run->of_ccm says how long the tag of CCM and what it covers are. Vectors of
 * the part's own that other operations began with are not valid any more.
 */
int aead_begin(struct se050 *chip, const struct se050_call *call, const struct aead_plan *plan,
	struct aead_run *run, uint8_t iv[AEAD_IV_MAX]);
int aead_aad(const struct se050_call *call, struct rbuf key, struct aead_run *run, struct rbuf in);
int aead_data(const struct se050_call *call, struct rbuf key, struct aead_run *run, struct rbuf in,
	struct wbuf *out);
/* Returns how long it is, in *len. */
int aead_tag(const struct se050_call *call, struct rbuf key, const struct aead_run *run,
	uint8_t tag[AEAD_TAG], size_t *len);
/* Whether a tag to compare may be so short (WriteAESKey's TAG_4). */
bool aead_tag_fits(const struct se050_object *key, const struct aead_run *run, size_t len);

/* Ends what runs with a vector of the part's own. */
void aead_drop_own(struct se050 *chip);

enum se05x_status aead_init(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status aead_go_on(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status aead_finish(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status aead_oneshot(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
