/* sim/core/store_scan.h: reads a state file: which commits happened, and is anything else in it damage. */
#ifndef SESIM_CORE_STORE_SCAN_H
#define SESIM_CORE_STORE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store_io.h"
#include "store_log.h"

/* Where a file's log ends. Places and sizes in sectors. */
struct scan_end {
	uint64_t first;    /* behind the first commit */
	uint64_t end;      /* behind the last */
	uint64_t size;     /* of the file */
	uint64_t sequence; /* of the last commit */
	uint32_t checksum; /* of the last commit's last sector */
	bool torn;         /* behind the last commit stands what an interrupted one left */
};

/* Reads the header of an open file. */
int scan_header(
	const struct store_io *io, int file, const char *path, struct log_header *header, struct why *why);

/* Reads the log, and so the image, header->label.size bytes of it. */
int scan_log(const struct store_io *io, int file, const char *path, const struct log_header *header,
	void *image, struct scan_end *end, struct why *why);

/* How long a log may grow behind its first commit before the file is written anew. */
uint64_t scan_log_bound(size_t image, enum store_sync sync);

#endif
