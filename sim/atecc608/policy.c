/* sim/atecc608/policy.c: may this key be used so, now? */
#include "policy.h"

#include "crypto.h"
#include "limited.h"
#include "zones.h"

enum {
	VALIDITY_VALID = 0x50,
	VALIDITY_INVALID = 0xa0,
};

/* DS20005927A table 2-12, 3.2.5 and p.22; SUM 608B for what the 608 adds. */
struct use_rule {
	bool random;  /* ReqRandom: the nonce in TempKey must come from the chip */
	bool auth;    /* ReqAuth */
	bool latch;   /* PersistentDisable (508A: IntrusionDisable): all commands but GenKey */
	bool limited; /* LimitedUse: all commands but GenKey, Read, Write */
};

static const struct use_rule rules[] = {
	[USE_AES] = { .random = false, .auth = true, .latch = true, .limited = true },
	[USE_CHECK_MAC] = { .random = true, .auth = true, .latch = true, .limited = true },
	[USE_DERIVE_KEY_PARENT] = { .random = true, .auth = true, .latch = true, .limited = true },
	[USE_DERIVE_KEY_MAC] = { .random = false, .auth = true, .latch = true, .limited = true },
	[USE_DERIVE_KEY_ROLL] = { .random = true, .auth = true, .latch = true, .limited = false },
	[USE_DERIVE_KEY_ROLLED] = { .random = true, .auth = false, .latch = true, .limited = false },
	[USE_ECDH] = { .random = false, .auth = true, .latch = true, .limited = true },
	[USE_GEN_DIG] = { .random = true, .auth = true, .latch = true, .limited = true },
	[USE_GEN_KEY] = { .random = false, .auth = true, .latch = false, .limited = false },
	[USE_GEN_KEY_DIGEST] = { .random = true, .auth = true, .latch = false, .limited = false },
	/* UNCERTAIN (ATCA-U-22): a digest of a public key is a use of it. */
	[USE_PUBLIC_DIGEST] = { .random = true, .auth = true, .latch = false, .limited = true },
	[USE_HMAC] = { .random = true, .auth = true, .latch = true, .limited = true },
	[USE_KDF] = { .random = false, .auth = true, .latch = true, .limited = true },
	[USE_MAC] = { .random = true, .auth = true, .latch = true, .limited = true },
	[USE_SIGN] = { .random = false, .auth = true, .latch = true, .limited = true },
	[USE_VERIFY] = { .random = true, .auth = true, .latch = true, .limited = true },
};

static enum atca_status key_allowed(
	const struct atecc *chip, struct atecc_call *call, unsigned int slot, enum key_use use)
{
	const struct use_rule *rule = &rules[use];
	struct key_config key = key_config(chip, slot);

	/* SlotConfig and KeyConfig are policies only once the data zone is locked (DS20005927A 2.2.1, 2.2.5). */
	if (!data_locked(chip))
		return ATCA_SUCCESS;
	if (rule->auth && key.req_auth) {
		call->uses_authorisation = true;
		if (!chip->sram.auth_valid || chip->sram.auth_key != key.auth_key)
			return ATCA_EXECUTION_ERROR;
	}
	if (rule->random && key.req_random && (!call->tempkey.valid || call->tempkey.input))
		return ATCA_EXECUTION_ERROR;
	if (rule->latch && key.persistent_disable && !chip->power.latch)
		return ATCA_EXECUTION_ERROR;
	return ATCA_SUCCESS;
}

enum atca_status key_use_left(const struct atecc *chip, struct atecc_call *call, unsigned int slot)
{
	if (!data_locked(chip) || !slot_config(chip, slot).limited_use)
		return ATCA_SUCCESS;
	if (!limited_use_left(chip, slot))
		return ATCA_EXECUTION_ERROR;
	call->limited_slots |= (uint16_t)(1u << slot);
	return ATCA_SUCCESS;
}

enum atca_status key_usable(
	const struct atecc *chip, struct atecc_call *call, unsigned int slot, enum key_use use)
{
	enum atca_status status = key_allowed(chip, call, slot, use);

	return status == ATCA_SUCCESS && rules[use].limited ? key_use_left(chip, call, slot) : status;
}

void key_authorise(struct atecc *chip, unsigned int slot)
{
	chip->sram.auth_valid = true;
	chip->sram.auth_key = (uint8_t)slot;
}

bool private_key_there(const struct atecc *chip, const struct atecc_call *call, unsigned int slot)
{
	return crypto_p256_check_private(call->env->crypto, slot_private_key(chip, slot)) == 0;
}

bool tempkey_from_gen_dig(const struct atecc_call *call, unsigned int slot)
{
	const struct atecc_tempkey *tempkey = &call->tempkey;

	return tempkey->valid && tempkey->gen_dig && tempkey->key_id == slot;
}

bool public_key_has_validity(const struct atecc *chip, unsigned int slot)
{
	struct key_config key = key_config(chip, slot);

	return slot >= 8 && !key.is_private && key.pub_info && key.key_type == KEY_TYPE_P256;
}

bool public_key_valid(const struct atecc *chip, unsigned int slot)
{
	return (slot_bytes(chip, slot)[0] & 0xf0) == VALIDITY_VALID;
}

void public_key_set_valid(struct atecc *chip, unsigned int slot, bool valid)
{
	uint8_t *first = slot_room(chip, slot);

	*first = (uint8_t)((*first & 0x0f) | (valid ? VALIDITY_VALID : VALIDITY_INVALID));
}
