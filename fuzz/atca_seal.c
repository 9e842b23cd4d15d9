/* fuzz/atca_seal.c: packets made right as a host makes them that knows TempKey and the keys. */
#include "atca_seal.h"

#include "cursor.h"
#include "zones.h"

enum {
	DATA_AT = 5,
	HEAD = 4, /* opcode, param1, param2 */
	CHECK_MAC_LEN = 84,
	WRITE_SEALED_LEN = 7 + 64,
	PRIV_WRITE_LEN = 7 + 68,
	DERIVE_KEY_LEN = 7 + 32,
};

struct head {
	uint8_t opcode;
	uint8_t param1;
	uint16_t param2;
};

static void put_serial_3(struct wbuf *w, const struct atecc *chip)
{
	wbuf_u8(w, chip->nv.config[CONFIG_SN_4_8 + 4]);
	wbuf_put(w, chip->nv.config + CONFIG_SN_0_3, 2);
}

/* SHA(key, challenge, OtherData and serial number interleaved): atecc608.md 7.3. */
static void seal_check_mac(const struct atecc *chip, const struct head *head, uint8_t *packet)
{
	const uint8_t *tempkey = chip->sram.tempkey.value;
	struct rbuf other = rbuf_from(packet + DATA_AT + 64, 13);
	uint8_t message[88];
	struct wbuf w = wbuf_to(message, sizeof(message));

	wbuf_put(&w, head->param1 & 2 ? tempkey : slot_bytes(chip, head->param2 & 0x0f), 32);
	wbuf_put(&w, head->param1 & 1 ? tempkey : packet + DATA_AT, 32);
	rbuf_copy(&other, wbuf_room(&w, 4), 4);
	wbuf_fill(&w, 0, 8);
	rbuf_copy(&other, wbuf_room(&w, 3), 3);
	wbuf_u8(&w, chip->nv.config[CONFIG_SN_4_8 + 4]);
	rbuf_copy(&other, wbuf_room(&w, 4), 4);
	wbuf_put(&w, chip->nv.config + CONFIG_SN_0_3, 2);
	rbuf_copy(&other, wbuf_room(&w, 2), 2);
	sha256_bytes(message, w.len, packet + DATA_AT + 32);
}

/* Plain text in the packet becomes cipher text; the MAC is over the plain text (atecc608.md 2.9, 8.2). */
static void seal_plain(const struct atecc *chip, uint8_t *packet, size_t plain_len)
{
	const uint8_t *tempkey = chip->sram.tempkey.value;
	uint8_t *plain = packet + DATA_AT;
	uint8_t more[SHA256_BYTES];
	uint8_t message[96];
	struct wbuf w = wbuf_to(message, sizeof(message));

	wbuf_put(&w, tempkey, 32);
	wbuf_put(&w, packet + 1, HEAD);
	put_serial_3(&w, chip);
	wbuf_fill(&w, 0, 57 - plain_len);
	wbuf_put(&w, plain, plain_len);
	sha256_bytes(message, w.len, plain + plain_len);
	sha256_bytes(tempkey, 32, more);
	for (size_t i = 0; i < plain_len; i++)
		plain[i] ^= i < 32 ? tempkey[i] : more[i - 32];
}

/* With WriteKey (atecc608.md 7.4). */
static void seal_derive_key(const struct atecc *chip, const struct head *head, uint8_t *packet)
{
	uint8_t message[39];
	struct wbuf w = wbuf_to(message, sizeof(message));

	wbuf_put(&w, slot_bytes(chip, slot_config(chip, head->param2 & 0x0f).write_key), 32);
	wbuf_put(&w, packet + 1, HEAD);
	put_serial_3(&w, chip);
	sha256_bytes(message, w.len, packet + DATA_AT);
}

/* With the IO protection key and the nonce in TempKey (atecc608.md 8.10). */
static void seal_secure_boot(const struct atecc *chip, uint8_t *packet)
{
	uint8_t message[64];
	struct wbuf w = wbuf_to(message, sizeof(message));
	uint8_t mask[SHA256_BYTES];

	wbuf_put(&w, slot_bytes(chip, chip_options(chip).io_key_slot), 32);
	wbuf_put(&w, chip->sram.tempkey.value, 32);
	sha256_bytes(message, w.len, mask);
	for (size_t i = 0; i < sizeof(mask); i++)
		packet[DATA_AT + i] ^= mask[i];
}

void atca_seal(const struct atecc *chip, uint8_t *packet, size_t len)
{
	struct rbuf r = rbuf_from(packet, len);
	struct head head;

	rbuf_u8(&r);
	head = (struct head){ .opcode = rbuf_u8(&r), .param1 = rbuf_u8(&r), .param2 = rbuf_le16(&r) };
	if (head.opcode == ATCA_CHECK_MAC && len == CHECK_MAC_LEN)
		seal_check_mac(chip, &head, packet);
	else if (head.opcode == ATCA_WRITE && len == WRITE_SEALED_LEN)
		seal_plain(chip, packet, 32);
	else if (head.opcode == ATCA_PRIV_WRITE && len == PRIV_WRITE_LEN)
		seal_plain(chip, packet, 36);
	else if (head.opcode == ATCA_SECURE_BOOT && head.param1 & 0x80 && len >= ATCA_PACKET_MIN + 32)
		seal_secure_boot(chip, packet);
	else if (head.opcode == ATCA_DERIVE_KEY && len == DERIVE_KEY_LEN)
		seal_derive_key(chip, &head, packet);
}
