/* sim/atecc608/derive_key.c: DeriveKey: a slot's key rolled, or made from a parent. */
#include <openssl/crypto.h>
#include <string.h>

#include "commands.h"
#include "message.h"
#include "policy.h"
#include "zones.h"

enum {
	MAC_BYTES = 32,
};

/* UNCERTAIN (ATCA-U-15): bits 3..0 are the slot, and all are hashed. */
static unsigned int target_of(const struct atecc_call *call)
{
	return call->param2 & 0x0f;
}

/* Bit 12 of SlotConfig: 0 rolls the target itself, 1 makes it from the parent (DS20005927A table 2-9). */
static unsigned int source_of(const struct atecc *chip, unsigned int target)
{
	struct slot_config slot = slot_config(chip, target);

	return slot.write_config & WRITE_BIT_12 ? slot.write_key : target;
}

/* LORA-B 5.3.3, DS20005927A 9.4. */
enum atca_status derive_key_check(const struct atecc *chip, struct atecc_call *call)
{
	unsigned int target = target_of(call);
	struct slot_config slot = slot_config(chip, target);
	bool create = slot.write_config & WRITE_BIT_12;
	bool wants_mac = slot.write_config & WRITE_BIT_15;
	bool with_parent = create || wants_mac;
	enum key_use of_target = wants_mac ? USE_DERIVE_KEY_ROLLED : USE_DERIVE_KEY_ROLL;
	enum key_use of_parent = create ? USE_DERIVE_KEY_PARENT : USE_DERIVE_KEY_MAC;
	enum atca_status status = ATCA_SUCCESS;

	if (key_config(chip, target).is_private || slot_locked(chip, target))
		return ATCA_EXECUTION_ERROR;
	if (!(slot.write_config & WRITE_BIT_13))
		return ATCA_EXECUTION_ERROR;
	if (wants_mac != (rbuf_left(&call->data) == MAC_BYTES))
		return ATCA_EXECUTION_ERROR;
	if (call->tempkey.no_mac)
		return ATCA_EXECUTION_ERROR;
	if (with_parent && key_config(chip, slot.write_key).is_private)
		return ATCA_EXECUTION_ERROR;
	if (with_parent)
		status = key_usable(chip, call, slot.write_key, of_parent);
	if (status == ATCA_SUCCESS && !create)
		status = key_usable(chip, call, target, of_target);
	return status;
}

/* The authorising MAC is made with WriteKey, in roll mode too. */
static bool mac_good(const struct atecc *chip, struct atecc_call *call)
{
	uint8_t message[39];
	struct wbuf w = wbuf_to(message, sizeof(message));
	uint8_t expected[SHA256_BYTES];
	uint8_t mac[MAC_BYTES];

	rbuf_copy(&call->data, mac, sizeof(mac));
	wbuf_put(&w, slot_bytes(chip, slot_config(chip, target_of(call)).write_key), 32);
	message_command(&w, chip, call);
	sha256_bytes(message, w.len, expected);
	OPENSSL_cleanse(message, sizeof(message));
	return CRYPTO_memcmp(mac, expected, sizeof(mac)) == 0;
}

enum atca_status derive_key_run(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	uint8_t message[96];
	struct wbuf w = wbuf_to(message, sizeof(message));

	(void)out;
	if (rbuf_left(&call->data) > 0 && !mac_good(chip, call))
		return ATCA_EXECUTION_ERROR;
	wbuf_put(&w, slot_bytes(chip, source_of(chip, target_of(call))), 32);
	message_command(&w, chip, call);
	wbuf_fill(&w, 0, 25);
	wbuf_put(&w, call->tempkey.value, 32);
	sha256_bytes(message, w.len, slot_room(chip, target_of(call)));
	OPENSSL_cleanse(message, sizeof(message));
	return ATCA_SUCCESS;
}
