/*
 * sim/profiles/profiles.h: the parts there are, as data: what a factory puts into each.
 *
 * A profile is a text file (docs/PROFILES.md), a built-in one too; profile_open() reads it. All that a struct profile
 * points at is the profile's own and lives until the last profile_drop(). Strings end in a zero, and are NULL only where
 * it says so.
 */
#ifndef SESIM_PROFILES_PROFILES_H
#define SESIM_PROFILES_PROFILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "profile_certificate.h"
#include "why.h"

enum {
	PROFILE_ATECC_CONFIG = 128,
	PROFILE_ATECC_OTP = 64,
	PROFILE_ATECC_SLOTS = 16,
	PROFILE_NAME_MAX = 31, /* a state file's label holds no more */
};

enum profile_piece_kind {
	PIECE_BYTES, /* bytes[len] */
	PIECE_TEXT,  /* text with placeholders; len bytes when they are filled in */
	PIECE_KEY,   /* a P-256 private key, made for each part: 32 bytes, in the slot's layout (len is 36) */
	PIECE_RANDOM,        /* len bytes made for each part */
	PIECE_AUTHORITY_KEY, /* authority's public key: 72 bytes as a slot has it padded, or X and Y in 64 */
};

/* Something that stands in a slot. Pieces and certificates do not overlap; the rest of the slot is the profile's fill. */
struct profile_piece {
	enum profile_piece_kind kind;
	uint8_t slot;
	size_t offset, len;
	const uint8_t *bytes;
	const char *text;
	const struct profile_authority *authority;
};

/* An ATECC as delivered. The serial number's variable bytes are made for each part. */
struct profile_atecc {
	uint8_t config[PROFILE_ATECC_CONFIG]; /* serial: its fixed bytes, zeros elsewhere */
	uint8_t otp[PROFILE_ATECC_OTP];
	uint8_t fill; /* of the data zone */
	/* Its MAC address: the fixed bytes, behind them the last of SN[2..7] that make eui_len bytes (0: it has none). */
	uint8_t eui[8];
	size_t eui_fixed, eui_len;
	const struct profile_piece *pieces;
	size_t n_pieces;
};

enum {
	PROFILE_SE050_UNIQUE_ID = 18,
	PROFILE_SE050_KEY = 16,
};

/* One ordering option of an SE05x: its OEF id, and the platform keys published for it. */
struct profile_se050_oef {
	uint16_t id;
	uint16_t before;  /* what precedes it in the configuration id; 0004, the kit's, where nobody tells */
	const char *part; /* its name in NXP's list */
	uint8_t keys[3][PROFILE_SE050_KEY]; /* ENC, MAC, DEK; version 0B */
};

/* What an object that the factory made holds. */
enum profile_se050_value {
	VALUE_KEY, /* made for each part */
	VALUE_UNIQUE_ID,
	VALUE_ZEROS,
	VALUE_BYTES,       /* bytes[n_bytes], zeros behind */
	VALUE_CERTIFICATE, /* certificate, zeros behind */
};

struct profile_se050_object {
	uint32_t id;
	uint8_t class;  /* AN12413 4.3.11 */
	uint8_t detail; /* EC: the curve */
	uint16_t size;  /* of its value; EC: of the field; RSA: of the modulus */
	bool authenticates;
	uint8_t origin;
	uint16_t tag_len;
	const uint8_t *policy; /* NULL: the default one */
	size_t policy_len;
	enum profile_se050_value value;
	const uint8_t *bytes;
	size_t n_bytes;
	const struct profile_certificate *certificate; /* NULL unless value says so */
	uint32_t rsa_pool; /* RSA: which key of the pool, with what the unique id adds */
	const char *source;
};

/* An SE05x as delivered. What is made for each part is the rest of its unique id. */
struct profile_se050 {
	uint8_t unique_id[PROFILE_SE050_UNIQUE_ID]; /* its fixed bytes, zeros elsewhere */
	uint8_t version[3];                         /* of the applet: decides behaviour */
	uint16_t applet_config;
	uint16_t secure_box;
	uint8_t build[24];
	uint8_t fips;
	bool platform_scp; /* applet commands want the platform channel */
	bool deep_power_down;
	bool refuses_factory_reset;           /* nobody can make object 7FFF0205 */
	const struct profile_se050_oef *oefs; /* the first is what the profile's name means */
	size_t n_oefs;
	const struct profile_se050_object *objects; /* in the order in which they are made */
	size_t n_objects;
	const char *uncertain; /* which of these bytes are not public; NULL: none */
};

struct profile_held;

/* One of atecc and se050 is set; kind names the chip model that it is for. */
struct profile {
	const char *name;
	const char *kind;
	const char *summary;
	const char *source; /* of the bytes */
	uint8_t address;    /* 7-bit */
	const struct profile_atecc *atecc;
	const struct profile_se050 *se050;
	const struct profile_authority *authorities; /* who signs stands before whom he signs */
	size_t n_authorities;
	const struct profile_certificate *certificates;
	size_t n_certificates;
	bool is_stand_in; /* for a profile of which a state file has only the name: nothing can be made from it */
	struct profile_held *held; /* its memory, and how many hold it */
};

/* The names of the built-in profiles, in the order of a list; NULL behind the last. */
const char *profile_name(size_t nth);

/* Whether a name of len characters is a built-in profile's. */
bool profile_is_known(const char *name, size_t len);

/* Whether it is the path of a profile file: it has a '/' in it, or ends in ".profile". */
bool profile_is_path(const char *name, size_t len);

/*
 * Reads the built-in profile of that name, or the file at that path. Returns 0 and a profile with one holder; -ENOENT,
 * and no sentence, when no built-in one has the name; else a negative errno and a sentence, "FILE:LINE: reason" for what
 * stands in the file.
 */
int profile_open(const struct profile **out, const char *name, size_t len, struct why *why);

/* The same of a text; file is what errors call it. */
int profile_parse(
	const struct profile **out, const char *file, const char *text, size_t len, struct why *why);

/* What stands for a profile of that name and kind, of which there is only a part, already made. */
int profile_stand_in(const struct profile **out, const char *name, const char *kind, struct why *why);

/* One holder more; one less. From any thread. NULL is nothing. */
const struct profile *profile_hold(const struct profile *profile);
void profile_drop(const struct profile *profile);

#endif
