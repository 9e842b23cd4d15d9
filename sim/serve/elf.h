/* sim/serve/elf.h: what a program's file says about how it will be started. */
#ifndef SESIM_SERVE_ELF_H
#define SESIM_SERVE_ELF_H

#include <stdbool.h>
#include <stdint.h>

#include "why.h"

enum {
	ELF_NAME_MAX = 256,
};

struct elf_facts {
	bool is_elf;  /* else nothing below counts */
	bool ours;    /* class, byte order and machine are those of this very program */
	uint8_t bits; /* 32 or 64 */
	uint16_t machine;
	char interpreter[ELF_NAME_MAX]; /* the dynamic loader; "" for a static program */
	char runtime[ELF_NAME_MAX]; /* the shared sanitizer runtime it is linked with, as it names it; "" */
	char search[ELF_NAME_MAX];  /* its RUNPATH or RPATH */
	bool is_go;
};

/* Reads a file's headers. A file that is no ELF file, or a damaged one, is not an error. Returns 0 or -errno. */
int elf_read(const char *path, struct elf_facts *facts, struct why *why);

#endif
