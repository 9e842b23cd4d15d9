/* tests/conformance/conform_changes.c: what a message to a part would leave behind. By the vendors' books alone. */
#include "conform_changes.h"

#include <string.h>

#include "atca.h"
#include "crc.h"
#include "cursor.h"
#include "se05x.h"
#include "t1.h"

enum {
	ATCA_LEAST = 7,
	CRC_BYTES = 2,
	GEN_KEY_CREATES = 0x04,
	TEMPKEY = 0xffff,
	VERIFY_KIND = 0x07,
	VERIFY_VALIDATES = 0x03, /* and 07, which invalidates */
	INTO_SLOT = 0x04,        /* ECDH's mode */
	KDF_TARGET = 0x1c,
	KDF_SLOT = 0x08,
	INS_KIND = 0x1f,
};

/* ATECC608A, summary data sheet DS40001977 and TFLXTLS's command set; ATECC508A, DS20005927A 9. */
static enum conform_class of_atecc(const uint8_t *bytes, size_t len)
{
	struct rbuf r = rbuf_from(bytes, len);
	uint8_t word = rbuf_u8(&r), n = rbuf_u8(&r), opcode = rbuf_u8(&r), param1 = rbuf_u8(&r);
	uint16_t param2 = rbuf_le16(&r);
	struct rbuf whole = rbuf_from(bytes, len), counted, crc;

	if (rbuf_bad(&r) || word != ATCA_WORD_COMMAND || n < ATCA_LEAST || (size_t)n + 1 > len)
		return CONFORM_SAFE;
	(void)rbuf_u8(&whole);
	counted = rbuf_take(&whole, n - (size_t)CRC_BYTES);
	crc = rbuf_take(&whole, CRC_BYTES);
	if (crc16_atca(counted.at, n - (size_t)CRC_BYTES) != rbuf_le16(&crc))
		return CONFORM_SAFE;
	switch (opcode) {
	case ATCA_LOCK:
	case ATCA_UPDATE_EXTRA:
	case ATCA_DERIVE_KEY:
		return CONFORM_IRREVERSIBLE;
	case ATCA_COUNTER:
		return param1 & 1 ? CONFORM_IRREVERSIBLE : CONFORM_SAFE;
	case ATCA_WRITE:
	case ATCA_PRIV_WRITE:
	case ATCA_SECURE_BOOT:
		return CONFORM_WRITES;
	case ATCA_GEN_KEY:
		return param1 & GEN_KEY_CREATES && param2 != TEMPKEY ? CONFORM_WRITES : CONFORM_SAFE;
	case ATCA_VERIFY:
		return (param1 & VERIFY_VALIDATES) == VERIFY_VALIDATES ? CONFORM_WRITES : CONFORM_SAFE;
	case ATCA_ECDH:
		return (param1 & 0x0c) == INTO_SLOT ? CONFORM_WRITES : CONFORM_SAFE;
	case ATCA_KDF:
		return (param1 & KDF_TARGET) == KDF_SLOT ? CONFORM_WRITES : CONFORM_SAFE;
	default:
		return CONFORM_SAFE;
	}
}

/* AN12413 4: INS 01 writes, but crypto objects are in RAM; 04 manages; 06 imports. */
static enum conform_class of_se05x(const uint8_t *bytes, size_t len)
{
	struct rbuf r = rbuf_from(bytes, len);
	uint8_t nad = rbuf_u8(&r), pcb = rbuf_u8(&r), n = rbuf_u8(&r), cla, ins, p1, p2;
	struct rbuf apdu = rbuf_take(&r, n);

	cla = rbuf_u8(&apdu);
	ins = rbuf_u8(&apdu) & INS_KIND;
	p1 = rbuf_u8(&apdu);
	p2 = rbuf_u8(&apdu);
	if (rbuf_bad(&apdu) || rbuf_bad(&r) || rbuf_left(&r) != CRC_BYTES || nad != 0x5a || pcb & 0x80 ||
		rbuf_le16(&r) != crc16_x25(bytes, len - CRC_BYTES) || cla != CLA_PROPRIETARY)
		return CONFORM_SAFE;
	if (ins == INS_WRITE)
		return p1 == P1_CRYPTO_OBJECT ? CONFORM_SAFE : CONFORM_WRITES;
	if (ins == INS_MANAGE && (p2 == P2_DELETE_ALL || p2 == P2_TRANSPORT || p2 == P2_SCP))
		return CONFORM_IRREVERSIBLE;
	if (ins == INS_IMPORT_EXTERNAL || (ins == INS_MANAGE && p2 == P2_DELETE_OBJECT))
		return CONFORM_WRITES;
	return CONFORM_SAFE;
}

enum conform_class conform_changes(const char *kind, const uint8_t *bytes, size_t len)
{
	return strcmp(kind, conform_atca.kind) == 0 ? of_atecc(bytes, len) : of_se05x(bytes, len);
}
