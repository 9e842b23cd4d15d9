/* sim/se050/cost.c: what objects cost of the part's memory, by the vendor's figures. */
#include "cost.h"

#include "curve.h"

/* A value of n bytes: fixed + n. RAM of a transient one: fixed_ram + n. */
struct bytes_row {
	uint8_t class;
	uint16_t fixed;
	uint16_t transient;
	uint16_t transient_ram;
	bool nvm_has_value;
};

static const struct bytes_row bytes_rows[] = {
	{ CLASS_AES, 132, 112, 16, true },
	{ CLASS_DES, 156, 132, 32, true },
	{ CLASS_HMAC, 136, 116, 16, true },
	{ CLASS_BINARY, 92, 88, 0, true },
	{ CLASS_COUNTER, 92, 88, 16, true },
	{ CLASS_PCR, 176, 140, 32, false },
	{ CLASS_USER_ID, 100, 0, 0, true },
};

struct se050_cost cost_of_bytes(enum se050_class class, bool transient, size_t len)
{
	for (size_t i = 0; i < sizeof(bytes_rows) / sizeof(bytes_rows[0]); i++) {
		const struct bytes_row *row = &bytes_rows[i];
		bool grows = row->class != CLASS_COUNTER && row->class != CLASS_PCR;

		if (row->class != class)
			continue;
		if (transient)
			return (struct se050_cost){ row->transient,
				(uint16_t)(row->transient_ram + (grows ? len : 0)) };
		return (struct se050_cost){ (uint16_t)(row->fixed + (row->nvm_has_value ? len : 0)), 0 };
	}
	return (struct se050_cost){ 0, 0 };
}

/* By field length; 0 in the columns of transient objects: the document names none. */
struct ec_row {
	uint16_t bits;
	uint16_t pair;
	uint16_t public;
	uint16_t pair_ram;
	uint16_t public_ram;
};

static const struct ec_row ec_rows[] = {
	{ 160, 312, 196, 96, 64 },
	{ 192, 320, 204, 96, 64 },
	{ 224, 328, 212, 112, 80 },
	{ 256, 352, 220, 128, 80 },
	{ 320, 368, 236, 144, 96 },
	{ 384, 400, 252, 176, 112 },
	{ 512, 448, 284, 224, 144 },
	{ 521, 452, 288, 240, 144 },
};

enum {
	EC_TRANSIENT = 208,
	EC_TRANSIENT_PUBLIC = 140,
};

static const uint16_t curve_bits[SE050_CURVES] = { 192, 224, 256, 384, 521, 160, 192, 224, 256, 320, 384, 512,
	160, 192, 224, 256, 256 };

/* UNCERTAIN (SE05X-U-19): X448 has twice the RAM of X25519, and NVM as much more as its keys are longer. */
static struct se050_cost cost_of_edwards(enum se050_class class, bool transient, uint8_t curve)
{
	bool is_public = class == CLASS_EC_PUBLIC;

	switch (curve) {
	case CURVE_ED25519:
		return transient ? (struct se050_cost){ 184, 112 } : (struct se050_cost){ 308, 0 };
	case CURVE_X25519:
		return transient ? (struct se050_cost){ 184, is_public ? 96 : 80 }
				 : (struct se050_cost){ 276, 0 };
	case CURVE_X448:
		return transient ? (struct se050_cost){ 184, 160 } : (struct se050_cost){ 324, 0 };
	default:
		return (struct se050_cost){ 0, 0 };
	}
}

struct se050_cost cost_of_ec(enum se050_class class, bool transient, uint8_t curve)
{
	bool is_public = class == CLASS_EC_PUBLIC;

	if (curve < 1 || curve > SE050_CURVES)
		return cost_of_edwards(class, transient, curve);
	for (size_t i = 0; i < sizeof(ec_rows) / sizeof(ec_rows[0]); i++) {
		const struct ec_row *row = &ec_rows[i];

		if (row->bits != curve_bits[curve - 1])
			continue;
		if (transient)
			return (struct se050_cost){ is_public ? EC_TRANSIENT_PUBLIC : EC_TRANSIENT,
				is_public ? row->public_ram : row->pair_ram };
		return (struct se050_cost){ is_public ? row->public : row->pair, 0 };
	}
	return (struct se050_cost){ 0, 0 };
}

uint16_t cost_of_curve(uint8_t curve)
{
	static const struct {
		uint16_t bits, cost;
	} rows[] = { { 160, 228 }, { 192, 252 }, { 224, 276 }, { 256, 300 }, { 320, 348 }, { 384, 396 },
		{ 512, 492 }, { 521, 504 } };

	if (curve == 0x03)
		return 260;
	for (size_t i = 0; curve >= 1 && curve <= SE050_CURVES && i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].bits == curve_bits[curve - 1])
			return rows[i].cost;
	return 0;
}

/* Persistent, then transient with RAM. NVM 0: not supported (AN12413 table 286). */
struct rsa_row {
	uint8_t class;
	uint16_t bits;
	struct se050_cost persistent;
	struct se050_cost transient;
};

static const struct rsa_row rsa_rows[] = {
	{ CLASS_RSA_PAIR, 512, { 412, 0 }, { 196, 240 } },
	{ CLASS_RSA_PAIR, 1024, { 604, 0 }, { 196, 432 } },
	{ CLASS_RSA_PAIR, 1152, { 664, 0 }, { 208, 496 } },
	{ CLASS_RSA_PAIR, 2048, { 1000, 0 }, { 208, 832 } },
	{ CLASS_RSA_PAIR, 3072, { 1384, 0 }, { 0, 0 } },
	{ CLASS_RSA_PAIR, 4096, { 1768, 0 }, { 0, 0 } },
	{ CLASS_RSA_PAIR_CRT, 512, { 536, 0 }, { 200, 368 } },
	{ CLASS_RSA_PAIR_CRT, 1024, { 760, 0 }, { 212, 592 } },
	{ CLASS_RSA_PAIR_CRT, 1152, { 788, 0 }, { 212, 608 } },
	{ CLASS_RSA_PAIR_CRT, 2048, { 1220, 0 }, { 212, 1040 } },
	{ CLASS_RSA_PAIR_CRT, 3072, { 1668, 0 }, { 0, 0 } },
	{ CLASS_RSA_PAIR_CRT, 4096, { 2116, 0 }, { 0, 0 } },
	{ CLASS_RSA_PRIVATE, 512, { 264, 0 }, { 132, 160 } },
	{ CLASS_RSA_PRIVATE, 1024, { 400, 0 }, { 140, 288 } },
	{ CLASS_RSA_PRIVATE, 1152, { 432, 0 }, { 140, 320 } },
	{ CLASS_RSA_PRIVATE, 2048, { 656, 0 }, { 140, 544 } },
	{ CLASS_RSA_PRIVATE, 3072, { 912, 0 }, { 0, 0 } },
	{ CLASS_RSA_PRIVATE, 4096, { 1186, 0 }, { 0, 0 } },
	{ CLASS_RSA_PRIVATE_CRT, 512, { 388, 0 }, { 136, 272 } },
	{ CLASS_RSA_PRIVATE_CRT, 1024, { 556, 0 }, { 144, 448 } },
	{ CLASS_RSA_PRIVATE_CRT, 1152, { 556, 0 }, { 144, 448 } },
	{ CLASS_RSA_PRIVATE_CRT, 2048, { 876, 0 }, { 144, 768 } },
	{ CLASS_RSA_PRIVATE_CRT, 3072, { 1196, 0 }, { 0, 0 } },
	{ CLASS_RSA_PRIVATE_CRT, 4096, { 1516, 0 }, { 0, 0 } },
	{ CLASS_RSA_PUBLIC, 512, { 204, 0 }, { 132, 96 } },
	{ CLASS_RSA_PUBLIC, 1024, { 276, 0 }, { 140, 176 } },
	{ CLASS_RSA_PUBLIC, 1152, { 292, 0 }, { 140, 192 } },
	{ CLASS_RSA_PUBLIC, 2048, { 404, 0 }, { 140, 304 } },
	{ CLASS_RSA_PUBLIC, 3072, { 532, 0 }, { 140, 432 } },
	{ CLASS_RSA_PUBLIC, 4096, { 660, 0 }, { 0, 0 } },
};

struct se050_cost cost_of_rsa(enum se050_class class, bool transient, uint16_t bits)
{
	for (size_t i = 0; i < sizeof(rsa_rows) / sizeof(rsa_rows[0]); i++)
		if (rsa_rows[i].class == class && rsa_rows[i].bits == bits)
			return transient ? rsa_rows[i].transient : rsa_rows[i].persistent;
	return (struct se050_cost){ 0, 0 };
}
