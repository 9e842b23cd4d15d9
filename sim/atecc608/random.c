/* sim/atecc608/random.c: Random and Nonce. */
#include <string.h>

#include "commands.h"
#include "defect.h"
#include "zones.h"

enum {
	SEED_SRAM = 0x02,
	SEED_EEPROM = 0x01,
	MODE_NO_SEED_UPDATE = 0x01,
	NUM_IN_BYTES = 20,
	CALCULATE_ONLY = 0x8000,
};

/* Info State shows it on the 508A; the 608 always has zeros there (LORA-B table 5-9). */
static void note_seed(struct atecc *chip, const struct atecc_call *call)
{
	if (atecc_silicon(&chip->nv)->on != ON_508A || !config_locked(chip))
		return;
	chip->power.seed_updated |= SEED_SRAM;
	if (!(call->param1 & MODE_NO_SEED_UPDATE))
		chip->power.seed_updated |= SEED_EEPROM;
}

enum atca_status random_run(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	uint8_t *random = wbuf_room(out, 32);

	atecc_random(chip, call, random, 32);
	if (defect_planted(call->env, PLANT_ATCA_RANDOM_REPEATS))
		memset(random, 0x5a, 32);
	note_seed(chip, call);
	return ATCA_SUCCESS;
}

enum atca_status nonce_random_check(const struct atecc *chip, struct atecc_call *call)
{
	(void)chip;
	if (call->param2 == CALCULATE_ONLY && (!call->tempkey.valid || call->tempkey.private_key))
		return ATCA_EXECUTION_ERROR;
	return ATCA_SUCCESS;
}

/*
 * SHA-256(RandOut, NumIn, opcode, mode, 00). With param2 8000 TempKey takes RandOut's place and the
 * answer is the result (LORA-B 5.1.4, table 5-14).
 */
enum atca_status nonce_random(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	bool calculate = call->param2 == CALCULATE_ONLY;
	uint8_t rand_out[32];
	uint8_t message[32 + NUM_IN_BYTES + 3];
	struct wbuf w = wbuf_to(message, sizeof(message));
	uint8_t digest[SHA256_BYTES];

	if (calculate)
		memcpy(rand_out, call->tempkey.value, sizeof(rand_out));
	else
		atecc_random(chip, call, rand_out, sizeof(rand_out));
	wbuf_put(&w, rand_out, sizeof(rand_out));
	rbuf_copy(&call->data, wbuf_room(&w, NUM_IN_BYTES), NUM_IN_BYTES);
	wbuf_u8(&w, call->opcode);
	wbuf_u8(&w, defect_planted(call->env, PLANT_ATCA_NONCE_WITHOUT_MODE) ? 0xee : call->param1);
	wbuf_u8(&w, 0);
	sha256_bytes(message, w.len, digest);

	call->next = tempkey_load(digest, sizeof(digest), false);
	if (!calculate) {
		note_seed(chip, call);
		wbuf_put(out, rand_out, sizeof(rand_out));
		return ATCA_SUCCESS;
	}
	call->next = call->tempkey;
	call->next.wide = false;
	memset(call->next.value, 0, sizeof(call->next.value));
	memcpy(call->next.value, digest, sizeof(digest));
	/* The 508A leaves SourceFlag (DS20005927A 9.12); the 608 says random (LORA-B table 5-14). */
	if (atecc_silicon(&chip->nv)->on != ON_508A)
		call->next.input = false;
	wbuf_put(out, digest, sizeof(digest));
	return ATCA_SUCCESS;
}

enum atca_status nonce_to_tempkey(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	uint8_t value[64];
	size_t len = rbuf_left(&call->data);

	(void)chip;
	(void)out;
	rbuf_copy(&call->data, value, len);
	call->next = tempkey_load(value, len, !defect_planted(call->env, PLANT_ATCA_FIXED_SAYS_RANDOM));
	return ATCA_SUCCESS;
}

enum atca_status nonce_to_msg_dig_buf(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	size_t len = rbuf_left(&call->data);

	(void)out;
	memset(chip->sram.msg_dig_buf, 0, sizeof(chip->sram.msg_dig_buf));
	rbuf_copy(&call->data, chip->sram.msg_dig_buf, len);
	chip->sram.msg_dig_len = (uint8_t)len;
	return ATCA_SUCCESS;
}

enum atca_status nonce_to_alt_key_buf(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	(void)out;
	rbuf_copy(&call->data, chip->sram.alt_key_buf, sizeof(chip->sram.alt_key_buf));
	chip->sram.alt_key_valid = true;
	return ATCA_SUCCESS;
}
