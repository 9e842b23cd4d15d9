/* sim/atecc608/table.c: every ATECC command. Read by dispatch, trace, fuzzers and docs. */
#include "commands.h"
#include "zones.h"
/* One row, one look: kept as written. */
/* clang-format off */

#define EXACTLY(value) { PARAM2_EXACTLY, (value), (value) }
#define EITHER(a, b) { PARAM2_EITHER, (a), (b) }
#define RANGE(from, to) { PARAM2_RANGE, (from), (to) }
#define ANY { PARAM2_ANY, 0, 0xffff }
#define SLOT { PARAM2_SLOT, 0, 15 }
#define SLOT_LOW_4 { PARAM2_SLOT_LOW_4, 0, 0xffff }
#define SLOT_OR_FFFF { PARAM2_SLOT_OR_FFFF, 0, 0xffff }
#define ADDRESS { PARAM2_ADDRESS, 0, 0xffff }
#define NONE { 0, 0, 0 }
#define BYTES(n) { (n), (n), 0 }
#define BYTES_OR(a, b) { (a), (b), (b) - (a) }
#define UP_TO(from, to) { (from), (to), 1 }
#define FORMS(list) .forms = (list), .n_forms = sizeof(list) / sizeof((list)[0])

enum {
	USES_KEY = CONSUMES_LIMITED_USE | CONSUMES_AUTHORISATION,
};

static const struct atecc_form aes_forms[] = {
	{ .name = "encrypt", .mode = 0x00, .free = 0xc0, .param2 = SLOT_OR_FFFF, .data = BYTES(16),
		.needs = NEEDS_AES_ENABLE, .consumes = USES_KEY, .tempkey = TEMPKEY_USED_KEPT,
		.check = aes_check, .run = aes_run },
	{ .name = "decrypt", .mode = 0x01, .free = 0xc0, .param2 = SLOT_OR_FFFF, .data = BYTES(16),
		.needs = NEEDS_AES_ENABLE, .consumes = USES_KEY, .tempkey = TEMPKEY_USED_KEPT,
		.check = aes_check, .run = aes_run },
	{ .name = "GFM", .spec = "TFLX-A table 5-76", .mode = 0x03, .free = 0xf8, .param2 = EXACTLY(0),
		.data = BYTES(32), .needs = NEEDS_AES_ENABLE, .run = aes_gfm },
};

static const struct atecc_form check_mac_forms[] = {
	{ .name = "challenge, slot", .mode = 0x00, .free = 0x04, .param2 = SLOT_LOW_4, .data = BYTES(77),
		.consumes = USES_KEY, .check = check_mac_check, .run = check_mac_run },
	{ .name = "TempKey, slot", .mode = 0x01, .free = 0x04, .param2 = SLOT_LOW_4, .data = BYTES(77),
		.consumes = USES_KEY, .tempkey = TEMPKEY_CHECK_MAC, .check = check_mac_check,
		.run = check_mac_run },
	{ .name = "challenge, TempKey as key", .mode = 0x02, .free = 0x04, .param2 = SLOT_LOW_4,
		.data = BYTES(77), .tempkey = TEMPKEY_USED, .check = check_mac_check,
		.run = check_mac_run },
	{ .name = "TempKey twice", .mode = 0x03, .free = 0x04, .param2 = SLOT_LOW_4, .data = BYTES(77),
		.tempkey = TEMPKEY_USED, .check = check_mac_check, .run = check_mac_run },
};

static const struct atecc_form counter_forms[] = {
	{ .name = "read", .mode = 0x00, .param2 = RANGE(0, 1), .data = NONE, .run = counter_read },
	{ .name = "increment", .mode = 0x01, .param2 = RANGE(0, 1), .data = NONE, .writes = true, .undo = UNDO_NEVER,
		.check = counter_increment_check, .run = counter_increment },
};

static const struct atecc_form derive_key_forms[] = {
	{ .name = "derive", .mode = 0x00, .free = 0x04, .param2 = SLOT_LOW_4, .data = BYTES_OR(0, 32),
		.needs = NEEDS_CONFIG_LOCKED | NEEDS_TEMPKEY | NEEDS_SOURCE_MATCH, .consumes = USES_KEY,
		.tempkey = TEMPKEY_USED, .writes = true, .undo = UNDO_NEVER, .check = derive_key_check,
		.run = derive_key_run },
};

static const struct atecc_form ecdh_forms[] = {
	{ .name = "slot key, by SlotConfig", .spec = "DS20005927A 9.5", .mode = 0x00, .param2 = SLOT,
		.data = BYTES(64), .consumes = USES_KEY, .writes = true,
		.undo = UNDO_BY_TARGET, .check = ecdh_slot_check,
		.run = ecdh_run },
	{ .name = "slot key to slot", .mode = 0x04, .param2 = SLOT, .data = BYTES(64), .on = ON_608,
		.consumes = USES_KEY, .writes = true, .undo = UNDO_ANEW, .check = ecdh_slot_check, .run = ecdh_run },
	{ .name = "slot key to TempKey", .mode = 0x08, .param2 = SLOT, .data = BYTES(64), .on = ON_608,
		.consumes = USES_KEY, .tempkey = TEMPKEY_RESULT, .check = ecdh_slot_check,
		.run = ecdh_run },
	{ .name = "slot key to host", .mode = 0x0c, .param2 = SLOT, .data = BYTES(64), .on = ON_608,
		.consumes = USES_KEY, .check = ecdh_slot_check, .run = ecdh_run },
	{ .name = "slot key to host, encrypted", .mode = 0x0e, .param2 = SLOT, .data = BYTES(64),
		.on = ON_608, .needs = NEEDS_IO_KEY, .consumes = USES_KEY, .check = ecdh_slot_check,
		.run = ecdh_run },
	{ .name = "TempKey to slot", .mode = 0x05, .param2 = SLOT, .data = BYTES(64), .on = ON_608,
		.tempkey = TEMPKEY_USED, .writes = true, .undo = UNDO_ANEW, .check = ecdh_tempkey_check, .run = ecdh_run },
	{ .name = "TempKey to TempKey", .mode = 0x09, .param2 = ANY, .data = BYTES(64), .on = ON_608,
		.tempkey = TEMPKEY_USED_RESULT, .check = ecdh_tempkey_check, .run = ecdh_run },
	{ .name = "TempKey to host", .mode = 0x0d, .param2 = ANY, .data = BYTES(64), .on = ON_608,
		.tempkey = TEMPKEY_USED, .check = ecdh_tempkey_check, .run = ecdh_run },
	{ .name = "TempKey to host, encrypted", .mode = 0x0f, .param2 = ANY, .data = BYTES(64),
		.on = ON_608, .needs = NEEDS_IO_KEY, .tempkey = TEMPKEY_USED, .check = ecdh_tempkey_check,
		.run = ecdh_run },
};

static const struct atecc_form gen_dig_forms[] = {
	{ .name = "config", .mode = 0x00, .param2 = RANGE(0, 3), .data = BYTES_OR(0, 4),
		.needs = NEEDS_TEMPKEY, .tempkey = TEMPKEY_GEN_DIG, .run = gen_dig_config },
	{ .name = "OTP", .mode = 0x01, .param2 = RANGE(0, 1), .data = BYTES_OR(0, 4),
		.needs = NEEDS_TEMPKEY, .tempkey = TEMPKEY_GEN_DIG, .run = gen_dig_otp },
	{ .name = "data", .mode = 0x02, .param2 = ANY, .data = BYTES_OR(0, 4), .needs = NEEDS_TEMPKEY,
		.consumes = USES_KEY, .tempkey = TEMPKEY_GEN_DIG, .check = gen_dig_data_check,
		.run = gen_dig_data },
	{ .name = "shared nonce", .mode = 0x03, .param2 = ANY, .data = BYTES(32), .needs = NEEDS_TEMPKEY,
		.tempkey = TEMPKEY_GEN_DIG, .run = gen_dig_shared_nonce },
	{ .name = "counter", .mode = 0x04, .param2 = RANGE(0, 1), .data = BYTES_OR(0, 4),
		.needs = NEEDS_TEMPKEY, .tempkey = TEMPKEY_GEN_DIG, .run = gen_dig_counter },
	{ .name = "key config", .mode = 0x05, .param2 = SLOT, .data = BYTES_OR(0, 4),
		.needs = NEEDS_TEMPKEY, .tempkey = TEMPKEY_GEN_DIG, .run = gen_dig_key_config },
};

static const struct atecc_form gen_key_forms[] = {
	{ .name = "public", .mode = 0x00, .param2 = SLOT, .data = NONE,
		.needs = NEEDS_CONFIG_LOCKED, .consumes = CONSUMES_AUTHORISATION, .check = gen_key_check,
		.run = gen_key_run },
	{ .name = "public, digest", .mode = 0x08, .param2 = SLOT, .data = NONE,
		.needs = NEEDS_CONFIG_LOCKED, .consumes = CONSUMES_AUTHORISATION,
		.tempkey = TEMPKEY_GEN_KEY, .check = gen_key_check, .run = gen_key_run },
	{ .name = "create", .mode = 0x04, .param2 = SLOT_OR_FFFF, .data = BYTES_OR(0, 3),
		.needs = NEEDS_CONFIG_LOCKED, .consumes = CONSUMES_AUTHORISATION,
		.tempkey = TEMPKEY_RESULT, .writes = true, .undo = UNDO_BY_TARGET, .check = gen_key_check, .run = gen_key_run },
	{ .name = "create, digest", .mode = 0x0c, .param2 = SLOT, .data = NONE,
		.needs = NEEDS_CONFIG_LOCKED, .consumes = CONSUMES_AUTHORISATION,
		.tempkey = TEMPKEY_GEN_KEY, .writes = true, .undo = UNDO_ANEW, .check = gen_key_check, .run = gen_key_run },
	{ .name = "digest of a stored public key", .mode = 0x10, .param2 = SLOT, .data = BYTES(3), .on = ON_608,
		.needs = NEEDS_CONFIG_LOCKED | NEEDS_TEMPKEY, .consumes = USES_KEY,
		.tempkey = TEMPKEY_GEN_KEY, .check = gen_key_public_check, .run = gen_key_public },
	{ .name = "digest of a stored public key", .mode = 0x10, .free = 0x0c, .param2 = SLOT, .data = BYTES(3), .on = ON_508A,
		.needs = NEEDS_CONFIG_LOCKED | NEEDS_TEMPKEY, .consumes = USES_KEY,
		.tempkey = TEMPKEY_GEN_KEY, .check = gen_key_public_check, .run = gen_key_public },
};

static const struct atecc_form hmac_forms[] = {
	{ .name = "HMAC", .mode = 0x00, .free = 0x44, .param2 = SLOT_LOW_4, .data = NONE,
		.needs = NEEDS_TEMPKEY, .consumes = USES_KEY, .tempkey = TEMPKEY_USED,
		.check = hmac_check, .run = hmac_run },
};

static const struct atecc_form info_forms[] = {
	{ .name = "revision", .mode = 0x00, .param2 = ANY, .data = NONE, .run = info_revision },
	{ .name = "key valid", .mode = 0x01, .param2 = SLOT, .data = NONE, .run = info_key_valid },
	{ .name = "state", .mode = 0x02, .param2 = ANY, .data = NONE, .run = info_state },
	{ .name = "GPIO", .mode = 0x03, .param2 = ANY, .data = NONE, .run = info_gpio },
	{ .name = "persistent latch", .mode = 0x04, .param2 = RANGE(0, 3), .data = NONE, .on = ON_608,
		.check = info_latch_check, .run = info_latch },
};

static const struct atecc_form kdf_forms[] = {
	{ .name = "PRF", .spec = "TFLX-A 5.3.4.1", .mode = 0x00, .free = 0x1f, .param2 = ANY,
		.data = UP_TO(4, 132), .consumes = USES_KEY, .tempkey = TEMPKEY_RESULT, .writes = true,
		.undo = UNDO_BY_TARGET,
		.check = kdf_prf_check, .run = kdf_prf },
	{ .name = "AES", .spec = "TFLX-A 5.3.4.2", .mode = 0x20, .free = 0x1f, .param2 = ANY,
		.data = BYTES(20), .needs = NEEDS_AES_ENABLE, .consumes = USES_KEY,
		.tempkey = TEMPKEY_RESULT, .writes = true,
		.undo = UNDO_BY_TARGET, .check = kdf_aes_check, .run = kdf_aes },
	{ .name = "HKDF", .spec = "TFLX-A 5.3.4.3", .mode = 0x40, .free = 0x1f, .param2 = ANY,
		.data = UP_TO(4, 132), .consumes = USES_KEY, .tempkey = TEMPKEY_RESULT, .writes = true,
		.undo = UNDO_BY_TARGET,
		.check = kdf_hkdf_check, .run = kdf_hkdf },
};

static const struct atecc_form lock_forms[] = {
	{ .name = "config zone", .mode = 0x00, .free = 0x80, .param2 = ANY, .data = NONE, .writes = true, .undo = UNDO_NEVER,
		.check = lock_config_check, .run = lock_config },
	/* UNCERTAIN (ATCA-U-18): not before the config zone. */
	{ .name = "data and OTP zones", .mode = 0x01, .free = 0x80, .param2 = ANY, .data = NONE,
		.needs = NEEDS_CONFIG_LOCKED, .writes = true, .undo = UNDO_NEVER, .check = lock_data_check,
		.run = lock_data },
	{ .name = "slot", .mode = 0x02, .free = 0xbc, .param2 = ANY, .data = NONE,
		.needs = NEEDS_CONFIG_LOCKED, .writes = true, .undo = UNDO_NEVER, .check = lock_slot_check,
		.run = lock_slot },
};

static const struct atecc_form mac_forms[] = {
	{ .name = "slot, challenge", .mode = 0x00, .free = 0x44, .param2 = SLOT_LOW_4, .data = BYTES(32),
		.consumes = USES_KEY, .check = mac_check, .run = mac_run },
	{ .name = "slot, TempKey", .mode = 0x01, .free = 0x44, .param2 = SLOT_LOW_4, .data = BYTES_OR(0, 32),
		.consumes = USES_KEY, .tempkey = TEMPKEY_USED, .check = mac_check, .run = mac_run },
	{ .name = "TempKey, challenge", .mode = 0x02, .free = 0x44, .param2 = SLOT_LOW_4,
		.data = BYTES(32), .tempkey = TEMPKEY_USED, .check = mac_check, .run = mac_run },
	{ .name = "TempKey twice", .mode = 0x03, .free = 0x44, .param2 = SLOT_LOW_4, .data = BYTES_OR(0, 32),
		.tempkey = TEMPKEY_USED, .check = mac_check, .run = mac_run },
};

static const struct atecc_form nonce_forms[] = {
	{ .name = "random", .mode = 0x00, .free = 0x01, .param2 = EITHER(0x0000, 0x8000),
		.data = BYTES(20), .tempkey = TEMPKEY_NONCE, .check = nonce_random_check,
		.run = nonce_random },
	/* UNCERTAIN (ATCA-U-19): param2 has to be 0. */
	{ .name = "fixed to TempKey", .mode = 0x03, .param2 = EXACTLY(0), .data = BYTES(32),
		.tempkey = TEMPKEY_NONCE, .run = nonce_to_tempkey },
	{ .name = "fixed to TempKey, 64 bytes", .mode = 0x23, .param2 = EXACTLY(0), .data = BYTES(64),
		.on = ON_608, .tempkey = TEMPKEY_NONCE, .run = nonce_to_tempkey },
	{ .name = "fixed to MsgDigBuf", .mode = 0x43, .param2 = EXACTLY(0), .data = BYTES(32),
		.on = ON_608, .run = nonce_to_msg_dig_buf },
	{ .name = "fixed to MsgDigBuf, 64 bytes", .mode = 0x63, .param2 = EXACTLY(0), .data = BYTES(64),
		.on = ON_608, .run = nonce_to_msg_dig_buf },
	{ .name = "fixed to AltKeyBuf", .mode = 0x83, .param2 = EXACTLY(0), .data = BYTES(32),
		.on = ON_608, .run = nonce_to_alt_key_buf },
};

static const struct atecc_form pause_forms[] = {
	{ .name = "pause", .mode = 0x00, .free = 0xff, .param2 = EXACTLY(0), .data = NONE,
		.run = pause_run },
};

static const struct atecc_form priv_write_forms[] = {
	{ .name = "plain", .mode = 0x00, .param2 = SLOT, .data = BYTES(68), .needs = NEEDS_CONFIG_LOCKED,
		.writes = true, .undo = UNDO_ANEW, .check = priv_write_check, .run = priv_write_run },
	{ .name = "encrypted", .mode = 0x40, .param2 = SLOT, .data = BYTES(68),
		.needs = NEEDS_CONFIG_LOCKED, .tempkey = TEMPKEY_USED, .writes = true, .undo = UNDO_ANEW,
		.check = priv_write_check, .run = priv_write_run },
};

static const struct atecc_form random_forms[] = {
	{ .name = "random", .mode = 0x00, .free = 0x01, .param2 = EXACTLY(0), .data = NONE,
		.run = random_run },
};

static const struct atecc_form read_forms[] = {
	{ .name = "config", .mode = 0x00, .free = 0x80, .param2 = ADDRESS, .data = NONE,
		.run = read_config },
	{ .name = "OTP", .mode = 0x01, .free = 0x80, .param2 = ADDRESS, .data = NONE,
		.needs = NEEDS_DATA_LOCKED, .run = read_otp },
	{ .name = "data", .mode = 0x02, .free = 0x80, .param2 = ADDRESS, .data = NONE,
		.needs = NEEDS_DATA_LOCKED, .tempkey = TEMPKEY_BY_POLICY, .may_reveal = true,
		.check = read_data_check, .run = read_data },
};

static const struct atecc_form secure_boot_forms[] = {
	{ .name = "Full", .mode = 0x05, .free = 0xc0, .param2 = EXACTLY(0), .data = BYTES(96),
		.needs = NEEDS_SECURE_BOOT, .tempkey = TEMPKEY_BY_POLICY, .check = secure_boot_check,
		.run = secure_boot_run },
	{ .name = "FullStore", .mode = 0x06, .free = 0xc0, .param2 = EXACTLY(0), .data = BYTES(32),
		.needs = NEEDS_SECURE_BOOT, .tempkey = TEMPKEY_BY_POLICY, .check = secure_boot_check,
		.run = secure_boot_run },
	{ .name = "FullCopy", .mode = 0x07, .free = 0xc0, .param2 = EXACTLY(0), .data = BYTES(96),
		.needs = NEEDS_SECURE_BOOT, .tempkey = TEMPKEY_BY_POLICY, .writes = true, .undo = UNDO_ANEW,
		.check = secure_boot_check, .run = secure_boot_run },
};

/* The books want bit 1 zero; the vendor's own test sends 3B to parts, and they take it. */
static const struct atecc_form self_test_forms[] = {
	{ .name = "tests", .mode = 0x00, .free = 0x3f, .param2 = EXACTLY(0), .data = NONE,
		.run = self_test_command },
};

static const struct atecc_form sha_forms[] = {
	{ .name = "start", .mode = 0x00, .param2 = EXACTLY(0), .data = NONE, .run = sha_start },
	{ .name = "update", .mode = 0x01, .param2 = RANGE(0, 64), .data = UP_TO(0, 64), .on = ON_608,
		.needs = NEEDS_SHA_STARTED, .check = sha_length_check, .run = sha_update },
	{ .name = "update", .mode = 0x01, .param2 = ANY, .data = BYTES(64), .on = ON_508A,
		.needs = NEEDS_SHA_STARTED, .run = sha_update },
	{ .name = "end, to TempKey", .mode = 0x02, .param2 = RANGE(0, 64), .data = UP_TO(0, 64),
		.on = ON_608, .needs = NEEDS_SHA_STARTED, .tempkey = TEMPKEY_RESULT,
		.check = sha_end_check, .run = sha_end },
	{ .name = "end, to MsgDigBuf", .mode = 0x42, .param2 = RANGE(0, 64), .data = UP_TO(0, 64),
		.on = ON_608, .needs = NEEDS_SHA_STARTED, .check = sha_end_check, .run = sha_end },
	{ .name = "end, to host only", .mode = 0xc2, .param2 = RANGE(0, 64), .data = UP_TO(0, 64),
		.on = ON_608, .needs = NEEDS_SHA_STARTED, .check = sha_end_check, .run = sha_end },
	{ .name = "end", .mode = 0x02, .param2 = RANGE(0, 63), .data = UP_TO(0, 63), .on = ON_508A,
		.needs = NEEDS_SHA_STARTED, .tempkey = TEMPKEY_RESULT, .check = sha_end_check,
		.run = sha_end },
	{ .name = "public", .mode = 0x03, .param2 = SLOT, .data = NONE, .needs = NEEDS_SHA_STARTED,
		.check = sha_public_check, .run = sha_public },
	{ .name = "HMAC start", .mode = 0x04, .param2 = SLOT_OR_FFFF, .data = NONE, .consumes = USES_KEY,
		.tempkey = TEMPKEY_BY_POLICY, .check = sha_hmac_start_check, .run = sha_hmac_start },
	{ .name = "HMAC end", .mode = 0x05, .param2 = RANGE(0, 63), .data = UP_TO(0, 63), .on = ON_508A,
		.needs = NEEDS_SHA_STARTED, .tempkey = TEMPKEY_RESULT, .check = sha_end_check,
		.run = sha_end },
	{ .name = "read context", .mode = 0x06, .param2 = EXACTLY(0), .data = NONE, .on = ON_608,
		.needs = NEEDS_SHA_STARTED, .check = sha_read_context_check, .run = sha_read_context },
	{ .name = "write context", .mode = 0x07, .param2 = RANGE(36, 99), .data = UP_TO(36, 99),
		.on = ON_608, .check = sha_write_context_check, .run = sha_write_context },
};

static const struct atecc_form sign_forms[] = {
	{ .name = "external, TempKey", .mode = 0x80, .free = 0x40, .param2 = SLOT, .data = NONE,
		.needs = NEEDS_CONFIG_LOCKED | NEEDS_TEMPKEY, .consumes = USES_KEY,
		.tempkey = TEMPKEY_USED, .check = sign_external_check, .run = sign_external },
	{ .name = "external, MsgDigBuf", .mode = 0xa0, .free = 0x40, .param2 = SLOT, .data = NONE,
		.on = ON_608, .needs = NEEDS_CONFIG_LOCKED, .consumes = USES_KEY | CONSUMES_MSG_DIG_BUF,
		.check = sign_msg_dig_buf_check, .run = sign_msg_dig_buf },
	{ .name = "internal", .mode = 0x00, .free = 0x61, .param2 = SLOT, .data = NONE, .on = ON_608,
		.needs = NEEDS_DATA_LOCKED | NEEDS_TEMPKEY, .consumes = USES_KEY, .tempkey = TEMPKEY_USED,
		.check = sign_internal_check, .run = sign_internal },
	{ .name = "internal", .mode = 0x00, .free = 0x41, .param2 = SLOT, .data = NONE, .on = ON_508A,
		.needs = NEEDS_DATA_LOCKED | NEEDS_TEMPKEY, .consumes = USES_KEY, .tempkey = TEMPKEY_USED,
		.check = sign_internal_check, .run = sign_internal },
};

static const struct atecc_form update_extra_forms[] = {
	{ .name = "UserExtra, UserExtraAdd", .mode = 0x00, .free = 0x01, .param2 = RANGE(0, 0xff),
		.data = NONE, .writes = true, .undo = UNDO_NEVER, .check = update_extra_check, .run = update_extra },
	{ .name = "decrement limited use", .spec = "DS20005927A 9.19", .mode = 0x02, .free = 0x01,
		.param2 = RANGE(0, 15), .data = NONE, .on = ON_508A, .writes = true, .undo = UNDO_NEVER,
		.check = update_extra_decrement_check, .run = update_extra_decrement },
};

static const struct atecc_form verify_forms[] = {
	{ .name = "stored", .mode = 0x00, .param2 = SLOT, .data = BYTES(64), .consumes = USES_KEY,
		.tempkey = TEMPKEY_USED, .check = verify_stored_check, .run = verify_stored },
	{ .name = "stored, MAC", .mode = 0x80, .param2 = SLOT, .data = BYTES(64), .on = ON_608,
		.needs = NEEDS_IO_KEY, .consumes = USES_KEY | CONSUMES_MSG_DIG_BUF,
		.tempkey = TEMPKEY_USED, .check = verify_stored_check, .run = verify_stored },
	{ .name = "stored, MsgDigBuf", .mode = 0x20, .free = 0x80, .param2 = SLOT, .data = BYTES(64),
		.on = ON_608, .consumes = USES_KEY | CONSUMES_MSG_DIG_BUF, .check = verify_stored_check,
		.run = verify_stored },
	/* UNCERTAIN (ATCA-U-30): not on the 608. */
	{ .name = "validate external", .spec = "DS20005927A 9.20", .mode = 0x01, .param2 = SLOT,
		.data = BYTES(64), .on = ON_508A, .needs = NEEDS_TEMPKEY, .consumes = USES_KEY,
		.tempkey = TEMPKEY_USED, .writes = true, .undo = UNDO_ANEW, .check = verify_validate_external_check,
		.run = verify_validate_external },
	{ .name = "external", .mode = 0x02, .param2 = EXACTLY(KEY_TYPE_P256), .data = BYTES(128),
		.tempkey = TEMPKEY_USED, .check = verify_external_check, .run = verify_external },
	{ .name = "external, MAC", .mode = 0x82, .param2 = EXACTLY(KEY_TYPE_P256), .data = BYTES(128),
		.on = ON_608, .needs = NEEDS_IO_KEY, .consumes = CONSUMES_MSG_DIG_BUF,
		.tempkey = TEMPKEY_USED, .check = verify_external_check, .run = verify_external },
	{ .name = "external, MsgDigBuf", .mode = 0x22, .free = 0x80, .param2 = EXACTLY(KEY_TYPE_P256),
		.data = BYTES(128), .on = ON_608, .consumes = CONSUMES_MSG_DIG_BUF,
		.check = verify_external_check, .run = verify_external },
	{ .name = "validate, invalidate", .mode = 0x03, .free = 0x04, .param2 = RANGE(8, 15),
		.data = BYTES(83), .needs = NEEDS_TEMPKEY, .consumes = USES_KEY, .tempkey = TEMPKEY_USED,
		.writes = true, .undo = UNDO_ANEW, .check = verify_validate_check, .run = verify_validate },
};

static const struct atecc_form write_forms[] = {
	{ .name = "config, 4 bytes", .mode = 0x00, .param2 = ADDRESS, .data = BYTES(4), .writes = true,
		.undo = UNDO_ANEW,
		.check = write_config_check, .run = write_config },
	{ .name = "config, 32 bytes", .mode = 0x80, .param2 = ADDRESS, .data = BYTES(32), .writes = true,
		.undo = UNDO_ANEW,
		.check = write_config_check, .run = write_config },
	{ .name = "OTP, 4 bytes", .mode = 0x01, .param2 = ADDRESS, .data = BYTES(4),
		.needs = NEEDS_CONFIG_LOCKED, .writes = true, .undo = UNDO_ANEW, .check = write_otp_check,
		.run = write_otp },
	{ .name = "OTP, 32 bytes", .mode = 0x81, .free = 0x40, .param2 = ADDRESS,
		.data = BYTES_OR(32, 64), .needs = NEEDS_CONFIG_LOCKED, .tempkey = TEMPKEY_BY_POLICY,
		.writes = true, .undo = UNDO_ANEW, .check = write_otp_check, .run = write_otp },
	{ .name = "data, 4 bytes", .mode = 0x02, .param2 = ADDRESS, .data = BYTES(4),
		.needs = NEEDS_CONFIG_LOCKED | NEEDS_DATA_LOCKED, .writes = true, .undo = UNDO_BY_SLOT,
		.check = write_data_check, .run = write_data },
	{ .name = "data, 32 bytes", .mode = 0x82, .free = 0x40, .param2 = ADDRESS,
		.data = BYTES_OR(32, 64), .needs = NEEDS_CONFIG_LOCKED, .tempkey = TEMPKEY_BY_POLICY,
		.writes = true, .undo = UNDO_BY_SLOT, .check = write_data_check, .run = write_data },
};

const struct atecc_command atecc_commands[] = {
	{ .opcode = ATCA_AES, .name = "AES", .spec = "TFLX-A 5.3.1", .on = ON_608, FORMS(aes_forms) },
	{ .opcode = ATCA_CHECK_MAC, .name = "CheckMac", .spec = "LORA-B 5.3.2; DS20005927A 9.2",
		.on = ON_ALL, .tempkey_508 = TEMPKEY_508_CHECK_MAC, FORMS(check_mac_forms) },
	{ .opcode = ATCA_COUNTER, .name = "Counter", .spec = "LORA-B 5.1.1; DS20005927A 9.3",
		.on = ON_ALL, FORMS(counter_forms) },
	{ .opcode = ATCA_DERIVE_KEY, .name = "DeriveKey", .spec = "LORA-B 5.3.3; DS20005927A 9.4",
		.on = ON_ALL, FORMS(derive_key_forms) },
	{ .opcode = ATCA_ECDH, .name = "ECDH", .spec = "TFLX-A 5.2.1; DS20005927A 9.5", .on = ON_ALL,
		FORMS(ecdh_forms) },
	{ .opcode = ATCA_GEN_DIG, .name = "GenDig", .spec = "LORA-B 5.3.4; DS20005927A 9.6", .on = ON_ALL,
		.tempkey_508 = TEMPKEY_508_SETS, FORMS(gen_dig_forms) },
	{ .opcode = ATCA_GEN_KEY, .name = "GenKey", .spec = "TFLX-A 5.2.2; DS20005927A 9.7", .on = ON_ALL,
		.tempkey_508 = TEMPKEY_508_SETS, FORMS(gen_key_forms) },
	{ .opcode = ATCA_HMAC, .name = "HMAC", .spec = "DS20005927A 9.8", .on = ON_508A,
		FORMS(hmac_forms) },
	{ .opcode = ATCA_INFO, .name = "Info", .spec = "LORA-B 5.1.2; DS20005927A 9.9", .on = ON_ALL,
		.tempkey_508 = TEMPKEY_508_INFO, FORMS(info_forms) },
	{ .opcode = ATCA_KDF, .name = "KDF", .spec = "TFLX-A 5.3.4", .on = ON_608, FORMS(kdf_forms) },
	{ .opcode = ATCA_LOCK, .name = "Lock", .spec = "TFLX-A 5.1.3; DS20005927A 9.10", .on = ON_ALL,
		FORMS(lock_forms) },
	{ .opcode = ATCA_MAC, .name = "MAC", .spec = "LORA-B 5.3.6; DS20005927A 9.11", .on = ON_ALL,
		FORMS(mac_forms) },
	{ .opcode = ATCA_NONCE, .name = "Nonce", .spec = "LORA-B 5.1.4; DS20005927A 9.12", .on = ON_ALL,
		.tempkey_508 = TEMPKEY_508_SETS, FORMS(nonce_forms) },
	{ .opcode = ATCA_PAUSE, .name = "Pause", .spec = "DS20005927A 9.13", .on = ON_508A,
		FORMS(pause_forms) },
	{ .opcode = ATCA_PRIV_WRITE, .name = "PrivWrite", .spec = "DS20005927A 9.14", .on = ON_ALL,
		FORMS(priv_write_forms) },
	{ .opcode = ATCA_RANDOM, .name = "Random", .spec = "LORA-B 5.1.5; DS20005927A 9.15", .on = ON_ALL,
		FORMS(random_forms) },
	{ .opcode = ATCA_READ, .name = "Read", .spec = "LORA-B 5.1.6; DS20005927A 9.16", .on = ON_ALL,
		FORMS(read_forms) },
	{ .opcode = ATCA_SECURE_BOOT, .name = "SecureBoot", .spec = "TFLX-A 5.2.3", .on = ON_608,
		FORMS(secure_boot_forms) },
	{ .opcode = ATCA_SELF_TEST, .name = "SelfTest", .spec = "LORA-B 5.1.7", .on = ON_608,
		FORMS(self_test_forms) },
	{ .opcode = ATCA_SHA, .name = "SHA", .spec = "LORA-B 5.1.8; DS20005927A 9.17", .on = ON_ALL,
		.tempkey_508 = TEMPKEY_508_SHA, FORMS(sha_forms) },
	{ .opcode = ATCA_SIGN, .name = "Sign", .spec = "TFLX-A 5.2.4; DS20005927A 9.18", .on = ON_ALL,
		FORMS(sign_forms) },
	{ .opcode = ATCA_UPDATE_EXTRA, .name = "UpdateExtra", .spec = "TFLX-A 5.1.9; DS20005927A 9.19",
		.on = ON_ALL, FORMS(update_extra_forms) },
	{ .opcode = ATCA_VERIFY, .name = "Verify", .spec = "TFLX-A 5.2.5; DS20005927A 9.20", .on = ON_ALL,
		FORMS(verify_forms) },
	{ .opcode = ATCA_WRITE, .name = "Write", .spec = "TFLX-A 5.1.10; DS20005927A 9.21", .on = ON_ALL,
		FORMS(write_forms) },
};

const size_t atecc_n_commands = sizeof(atecc_commands) / sizeof(atecc_commands[0]);
/* clang-format on */
