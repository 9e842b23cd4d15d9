/* sim/atecc608/tempkey.h: what becomes of TempKey after each command, as data. */
#ifndef SESIM_ATECC_TEMPKEY_H
#define SESIM_ATECC_TEMPKEY_H

#include "atecc.h"
#include "silicon.h"

/* What a form does with TempKey on the 608 (TFLX-A DS40002138A 3.1: cleared when used, kept when not). */
enum tempkey_rule {
	TEMPKEY_UNUSED,
	TEMPKEY_USED,
	TEMPKEY_USED_KEPT, /* KDF and AES never clear it */
	TEMPKEY_NONCE,     /* sets it: Nonce */
	TEMPKEY_GEN_DIG,
	TEMPKEY_GEN_KEY,     /* digest of a public key */
	TEMPKEY_RESULT,      /* takes a result: SHA, ECDH, KDF, GenKey, CheckMac copy */
	TEMPKEY_USED_RESULT, /* takes a result made from itself */
	TEMPKEY_CHECK_MAC,   /* used, or set by a copy */
	TEMPKEY_BY_POLICY,   /* used when the slot asks for encryption */
	TEMPKEY_RULES,
};

/* What a command does with it on the 508A (DS20005927A 2.5.1 p.27). */
enum tempkey_508_group {
	TEMPKEY_508_OTHER,     /* cleared by every answer but FF and 05 */
	TEMPKEY_508_SETS,      /* Nonce, GenDig, GenKey: cleared by an error but FF and 05 */
	TEMPKEY_508_CHECK_MAC, /* cleared always, unless a copy took place */
	TEMPKEY_508_INFO,      /* never touched */
	TEMPKEY_508_SHA,       /* holds the SHA context */
	TEMPKEY_508_GROUPS,
};

enum tempkey_effect {
	TEMPKEY_KEEP,
	TEMPKEY_CLEAR,
	TEMPKEY_SET,
};

/* How a command ended, as far as TempKey cares. */
enum atecc_outcome {
	OUTCOME_OK,
	OUTCOME_MISCOMPARE,
	OUTCOME_PARSE,
	OUTCOME_EXECUTION,
	OUTCOME_ECC_FAULT,
	OUTCOMES,
};

struct tempkey_row {
	const char *name;
	enum tempkey_effect effect[OUTCOMES];
	const char *evidence[OUTCOMES]; /* UNCERTAIN starts a choice of ours */
};

extern const struct tempkey_row tempkey_rows_608[TEMPKEY_RULES];
extern const struct tempkey_row tempkey_rows_508[TEMPKEY_508_GROUPS];

enum atecc_outcome atecc_outcome(enum atca_status status);

struct atecc_call;
/* Does to TempKey what the call's form names for this end of it. */
void tempkey_apply(struct atecc *chip, const struct atecc_call *call, enum atca_status status);

/* The flags in a byte, as Info State tells them and Sign hashes them: NoMac, GenKey, GenDig, Source, KeyID. */
uint8_t tempkey_flags(const struct atecc_tempkey *tempkey);

/* TempKey with a value and no flags: what a fresh load starts from. */
struct atecc_tempkey tempkey_load(const uint8_t *value, size_t len, bool input);

#endif
