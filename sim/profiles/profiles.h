/* sim/profiles/profiles.h: the parts there are, as data: what a factory put into each. */
#ifndef SESIM_PROFILES_PROFILES_H
#define SESIM_PROFILES_PROFILES_H

#include <stddef.h>
#include <stdint.h>

enum {
	PROFILE_ATECC_CONFIG = 128,
	PROFILE_NAME_MAX = 31, /* a state file's label holds no more */
};

/* An ATECC as delivered. The serial number's variable bytes are made for each part. */
struct profile_atecc {
	uint8_t config[PROFILE_ATECC_CONFIG]; /* serial: its fixed bytes, zeros elsewhere */
	uint8_t fill;                         /* of OTP and data zone */
};

/* An SE05x as delivered. */
struct profile_se050 {
	uint8_t unique_id[18]; /* its fixed bytes, zeros elsewhere */
};

/* One of atecc and se050 is set; kind names the chip model that it is for. */
struct profile {
	const char *name;
	const char *kind;
	const char *summary;
	const char *source; /* of the bytes */
	uint8_t address;    /* 7-bit */
	const struct profile_atecc *atecc;
	const struct profile_se050 *se050;
};

extern const struct profile profiles[];
extern const size_t n_profiles;

/* NULL when there is none of that name, which need not end in a zero. */
const struct profile *profile_find(const char *name, size_t len);

#endif
