/*
 * sim/profiles/profile_draft.h: a profile while it is being read: sections of keys, as tables. For the files of this
 * folder only.
 *
 * profile_parse.c takes the text apart into sections and keys; each section's file takes the values. What can be judged
 * only with everything known (whether a certificate's object is there) is judged at the end, with the line it stood in.
 */
#ifndef SESIM_PROFILES_PROFILE_DRAFT_H
#define SESIM_PROFILES_PROFILE_DRAFT_H

#include "profile_text.h"
#include "profiles.h"

enum {
	DRAFT_AUTHORITIES = 16,
	DRAFT_CERTIFICATES = 64,
	DRAFT_OBJECTS = 256,
	DRAFT_ORDERINGS = 32,
	DRAFT_PIECES = 64,
	DRAFT_NONE = -1,
};

struct draft;

enum draft_key_flags {
	KEY_NEEDED = 1 << 0,
	KEY_AGAIN = 1 << 1, /* may come more than once */
};

struct draft_key {
	const char *name;
	int (*take)(struct draft *draft, struct span value);
	unsigned int flags;
};

/* Of one kind of section: at most 32 keys. */
struct draft_section {
	const char *name;
	const char *kind;  /* of the chip; NULL: any */
	const char *names; /* what stands behind its name: "ID"; NULL: nothing */
	int (*open)(struct draft *draft, struct span argument);
	const struct draft_key *keys;
	size_t n_keys;
	/* Takes a key that is a number; NULL: there are none. */
	int (*row)(struct draft *draft, struct span key, struct span value);
	int (*close)(struct draft *draft);
};

/* A certificate, and by number whom it names: authorities stand above what names them. */
struct draft_certificate {
	struct profile_certificate as;
	struct mark mark;
	int signer, of; /* DRAFT_NONE: nobody */
};

struct draft_authority {
	const char *name;
	enum profile_key_type key_type;
	uint16_t signer_id;
	struct draft_certificate certificate;
};

struct draft_piece {
	struct profile_piece as;
	struct mark mark;
	int authority;
};

struct draft_object {
	struct profile_se050_object as;
	struct mark mark;
	size_t bits; /* RSA */
	bool has_value, has_size, has_curve, has_pool;
};

struct draft_atecc {
	struct profile_atecc as;
	struct mark config_mark[PROFILE_ATECC_CONFIG]; /* line 0: not given yet */
	struct mark config_section;                    /* file NULL: there is none */
	bool made[PROFILE_ATECC_CONFIG];               /* written .. */
	size_t otp_line[PROFILE_ATECC_OTP];
	bool has_locks, has_locked_slots, has_otp_fill;
	uint8_t locks, otp_fill; /* bit 0: config, bit 1: data */
	uint16_t locked_slots;   /* bit n: slot n is */
	struct draft_piece *pieces[DRAFT_PIECES];
	size_t n_pieces;
};

struct draft_se050 {
	struct profile_se050 as;
	struct profile_se050_oef orderings[DRAFT_ORDERINGS];
	struct draft_object *objects[DRAFT_OBJECTS];
	size_t n_objects;
};

struct profile_library;

struct draft {
	struct arena *arena;
	struct why *why;
	const struct profile_library *library;
	size_t depth; /* of includes */
	struct mark here;
	const struct draft_section *section;
	struct mark section_mark;
	uint32_t given; /* bit n: the section's key n */
	struct profile as;
	bool has_address;
	struct mark address_mark;
	struct draft_atecc *atecc; /* one of them, as soon as the kind is known */
	struct draft_se050 *se050;
	struct draft_authority *authorities[DRAFT_AUTHORITIES];
	size_t n_authorities;
	struct draft_certificate *certificates[DRAFT_CERTIFICATES];
	size_t n_certificates;
	struct draft_certificate *certificate; /* of the section that is open */
	struct profile_certificate *made;      /* at the end: all of them */
};

/* What stood at draft->here is wrong; returns -EINVAL. */
int draft_fail(struct draft *draft, const char *format, ...) __attribute__((format(printf, 2, 3)));
int draft_no_memory(struct draft *draft);
/* A text as it stands; -ENOMEM. */
int draft_string(struct draft *draft, struct span value, const char **to);
/* Letters, digits and little else: names stand in lists, tables and labels. */
int draft_check_name(struct draft *draft, struct span value);
/* The authority of that name, which stands above: its number, or an error. */
int draft_authority(struct draft *draft, struct span name);

extern const struct draft_section profile_sections_atecc[3];
extern const struct draft_section profile_sections_se050[3];
extern const struct draft_section profile_sections_certificate[2];

/* At the end: judges and hands over. */
int profile_finish_atecc(struct draft *draft);
int profile_finish_se050(struct draft *draft);
int profile_finish_certificates(struct draft *draft);

/* The bytes of a slot: 36, 416, 72. */
size_t profile_slot_length(size_t slot);

/* profile_policy.c: "F0000020: READ WRITE; *: READ", or "default". */
int profile_take_policy(struct draft *draft, struct span value, struct profile_se050_object *object);
/* Whether its rules are those of its class; to be asked when class and policy are known. */
int profile_check_policy(struct draft *draft, const struct profile_se050_object *object);

/* profile_names.c */
enum profile_places {
	PLACES_CERTIFICATE, /* all placeholders */
	PLACES_SLOT,        /* those that every ATECC can fill in */
};
/* "/O=.../CN=..." */
int profile_take_name(struct draft *draft, struct span value, struct profile_name *name);
/* Refuses placeholders that there are not; *len is the length when filled in. */
int profile_check_text(struct draft *draft, struct span text, enum profile_places where, size_t *len);
int profile_take_extension(struct draft *draft, struct span value, struct profile_certificate *certificate);
/* "YYYY-MM-DD", "YYYY-MM-DDTHH" */
int profile_take_date(struct draft *draft, struct span value, struct profile_date *date);

/* profile_check.c: what can be judged when all authorities and slots are known; with the section's line. */
int profile_check_certificates(struct draft *draft);
/* Whether the addresses that a text's placeholders stand for are there. */
int profile_check_eui(struct draft *draft, const char *text);

/* What include finds: texts by name. */
struct profile_text {
	const char *name;
	const char *at;
	size_t len;
};

struct profile_library {
	const struct profile_text *texts;
	size_t n;
};

const struct profile_text *profile_text_find(const struct profile_library *library, struct span name);

/* profile_parse() with other texts to include. */
int profile_parse_with(const struct profile_library *library, const struct profile **out, const char *file,
	const char *text, size_t len, struct why *why);

/* profiles.c: one holder; the arena becomes the profile's. */
int profile_finish(const struct profile **out, const struct profile *from, struct arena *arena);

#endif
