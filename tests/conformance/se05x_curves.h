/* tests/conformance/se05x_curves.h: the curves of an SE05x, and getting one ready on the part. */
#ifndef SESIM_CONFORM_SE05X_CURVES_H
#define SESIM_CONFORM_SE05X_CURVES_H

#include "se05x_say.h"

struct suite_curve {
	uint8_t id;
	const char *name; /* OpenSSL's */
	size_t size;      /* bytes of the field, and of a private value */
	unsigned int bits;
};

/* Weierstrass curves that OpenSSL has too: all of AN12413 4.3.18 but TPM_ECC_BN_P256. */
extern const struct suite_curve suite_curves[];
extern const size_t suite_n_curves;

/*
 * Creates the curve with its parameters when it is not set; skips the case on a part that does not have it. *created tells
 * whether suite_curve_remove() has something to do.
 */
bool suite_curve_ready(struct conform *c, const struct suite_curve *curve, bool *created);
void suite_curve_remove(struct conform *c, const struct suite_curve *curve, bool created);

/* The byte of ReadECCurveList: 01 not set, 02 set; 0 when the case has failed. */
uint8_t suite_curve_state(struct conform *c, uint8_t id);

/* A part in FIPS mode: from applet 3.6 on without bit 1000 of AppletConfig. */
bool suite_fips(const struct conform *c);

#endif
