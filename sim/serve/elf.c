/* sim/serve/elf.c: what a program's file says about how it will be started (System V ABI, chapters 4 and 5). */
#include "elf.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cursor.h"

enum {
	IDENT_SIZE = 16,
	HEADER_MAX = 64,
	SEGMENTS_MAX = 64,
	SEGMENT_MAX = 56,
	SECTIONS_MAX = 128,
	SECTION_MAX = 64,
	DYNAMIC_MAX = 512, /* entries */
};

/* The file, and how its numbers are written. */
struct image {
	int fd;
	bool wide; /* 64 bits */
	uint64_t segments_at;
	size_t segments;
	size_t segment_size;
	uint64_t sections_at;
	size_t sections;
	size_t section_size;
	size_t section_names;
};

struct segment {
	uint32_t type;
	uint64_t at;
	uint64_t address;
	uint64_t size;
};

/* Bytes of the file; fewer at its end. */
static struct rbuf read_at(const struct image *e, uint64_t at, uint8_t *bytes, size_t len)
{
	ssize_t got = at <= INT64_MAX ? pread(e->fd, bytes, len, (off_t)at) : 0;

	return rbuf_from(bytes, got < 0 ? 0 : (size_t)got);
}

static uint64_t word(const struct image *e, struct rbuf *r)
{
	return e->wide ? rbuf_le64(r) : rbuf_le32(r);
}

/* A string that ends with a zero, or with the bytes. */
static void text_at(const struct image *e, uint64_t at, char *text, size_t cap)
{
	struct rbuf r = read_at(e, at, (uint8_t *)text, cap - 1);

	text[rbuf_left(&r)] = '\0';
}

static struct segment segment_at(const struct image *e, size_t i)
{
	uint8_t bytes[SEGMENT_MAX];
	struct rbuf r = read_at(e, e->segments_at + i * e->segment_size, bytes, sizeof(bytes));
	struct segment s = { .type = rbuf_le32(&r) };

	if (e->wide)
		rbuf_le32(&r); /* flags */
	s.at = word(e, &r);
	s.address = word(e, &r);
	word(e, &r);
	s.size = word(e, &r);
	return s;
}

/* Where in the file an address lies; 0 if nowhere. */
static uint64_t file_offset(const struct image *e, uint64_t address)
{
	for (size_t i = 0; i < e->segments; i++) {
		struct segment s = segment_at(e, i);

		if (s.type == PT_LOAD && address >= s.address && address - s.address < s.size)
			return s.at + (address - s.address);
	}
	return 0;
}

static bool is_runtime(const char *name)
{
	static const char *const prefixes[] = {
		"libasan.so",
		"libtsan.so",
		"libhwasan.so",
		"liblsan.so",
		"libclang_rt.asan",
		"libclang_rt.tsan",
		"libclang_rt.hwasan",
	};

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (strncmp(name, prefixes[i], strlen(prefixes[i])) == 0)
			return true;
	return false;
}

struct dynamic_entry {
	uint64_t tag;
	uint64_t value;
};

static struct dynamic_entry dynamic_at(const struct image *e, const struct segment *s, size_t i)
{
	uint8_t bytes[16];
	size_t size = e->wide ? 16 : 8;
	struct rbuf r = read_at(e, s->at + i * size, bytes, size);
	struct dynamic_entry d;

	d.tag = word(e, &r);
	d.value = word(e, &r);
	return d;
}

static void read_dynamic(const struct image *e, const struct segment *s, struct elf_facts *facts)
{
	size_t n = s->size / (e->wide ? 16 : 8);
	uint64_t strings = 0;

	if (n > DYNAMIC_MAX)
		n = DYNAMIC_MAX;
	for (size_t i = 0; i < n; i++) {
		struct dynamic_entry d = dynamic_at(e, s, i);

		if (d.tag == DT_STRTAB)
			strings = file_offset(e, d.value);
	}
	for (size_t i = 0; i < n && strings != 0; i++) {
		struct dynamic_entry d = dynamic_at(e, s, i);
		char name[ELF_NAME_MAX];

		if (d.tag == DT_NULL)
			break;
		if (d.tag == DT_RUNPATH || d.tag == DT_RPATH)
			text_at(e, strings + d.value, facts->search, sizeof(facts->search));
		if (d.tag != DT_NEEDED || facts->runtime[0])
			continue;
		text_at(e, strings + d.value, name, sizeof(name));
		if (is_runtime(name))
			memcpy(facts->runtime, name, sizeof(name));
	}
}

static void read_segments(const struct image *e, struct elf_facts *facts)
{
	for (size_t i = 0; i < e->segments; i++) {
		struct segment s = segment_at(e, i);

		if (s.type == PT_INTERP)
			text_at(e, s.at, facts->interpreter, sizeof(facts->interpreter));
		else if (s.type == PT_DYNAMIC)
			read_dynamic(e, &s, facts);
	}
}

/* name and offset in the file of a section */
static void section_at(const struct image *e, size_t i, uint32_t *name, uint64_t *at)
{
	uint8_t bytes[SECTION_MAX];
	struct rbuf r = read_at(e, e->sections_at + i * e->section_size, bytes, sizeof(bytes));

	*name = rbuf_le32(&r);
	rbuf_le32(&r); /* type */
	word(e, &r);   /* flags */
	word(e, &r);   /* address */
	*at = word(e, &r);
}

static void read_sections(const struct image *e, struct elf_facts *facts)
{
	uint32_t name;
	uint64_t names_at, at;

	if (e->section_names >= e->sections)
		return;
	section_at(e, e->section_names, &name, &names_at);
	for (size_t i = 0; i < e->sections; i++) {
		char text[32];

		section_at(e, i, &name, &at);
		text_at(e, names_at + name, text, sizeof(text));
		if (strcmp(text, ".go.buildinfo") == 0)
			facts->is_go = true;
	}
}

/* The rest of the header, behind its 16 bytes of identification. */
static void read_header(struct image *e, struct rbuf *r, struct elf_facts *facts)
{
	rbuf_le16(r); /* type */
	facts->machine = rbuf_le16(r);
	rbuf_le32(r);
	word(e, r); /* entry */
	e->segments_at = word(e, r);
	e->sections_at = word(e, r);
	rbuf_le32(r); /* flags */
	rbuf_le16(r);
	e->segment_size = rbuf_le16(r);
	e->segments = rbuf_le16(r);
	e->section_size = rbuf_le16(r);
	e->sections = rbuf_le16(r);
	e->section_names = rbuf_le16(r);
	if (e->segments > SEGMENTS_MAX)
		e->segments = SEGMENTS_MAX;
	if (e->sections > SECTIONS_MAX)
		e->sections = SECTIONS_MAX;
}

/* The machine this program was built for: that of the shim, which is built with it. */
static uint16_t own_machine(void)
{
	uint8_t bytes[20];
	struct image self = { .fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC) };
	struct rbuf r = read_at(&self, 0, bytes, sizeof(bytes));

	rbuf_bytes(&r, IDENT_SIZE + 2);
	if (self.fd >= 0)
		close(self.fd);
	return rbuf_le16(&r);
}

static void read_image(struct image *e, struct elf_facts *facts)
{
	uint8_t bytes[HEADER_MAX];
	struct rbuf r = read_at(e, 0, bytes, sizeof(bytes));
	uint8_t ident[IDENT_SIZE];
	bool little;

	rbuf_copy(&r, ident, sizeof(ident));
	if (rbuf_bad(&r) || memcmp(ident, ELFMAG, SELFMAG) != 0)
		return;
	facts->is_elf = true;
	facts->bits = ident[EI_CLASS] == ELFCLASS64 ? 64 : 32;
	little = ident[EI_DATA] == ELFDATA2LSB;
	e->wide = facts->bits == 64;
	if (!little) {
		rbuf_le16(&r);
		facts->machine = rbuf_be16(&r);
		return; /* another machine's: no more needs to be known */
	}
	read_header(e, &r, facts);
	facts->ours = e->wide == (sizeof(void *) == 8) && facts->machine == own_machine();
	read_segments(e, facts);
	read_sections(e, facts);
}

int elf_read(const char *path, struct elf_facts *facts, struct why *why)
{
	struct image e = { .fd = open(path, O_RDONLY | O_CLOEXEC) };

	*facts = (struct elf_facts){ 0 };
	if (e.fd < 0)
		return why_errno(why, errno, "cannot read %s", path);
	read_image(&e, facts);
	close(e.fd);
	return 0;
}
