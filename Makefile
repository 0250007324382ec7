# SPDX-License-Identifier: GPL-3.0-or-later
# make run | check | lint | install | uninstall | clean; see README.md.

PREFIX  ?= /usr/local
DESTDIR ?=
VARIANT ?= plain
CC      ?= cc

ifeq ($(VARIANT),plain)
B := build
else
B := build/$(VARIANT)
endif

# ---- packages (Debian names), installed by `make deps` when missing ---------------------------
PACKAGES       := gcc libc6-dev libncurses-dev libcurl4-gnutls-dev libcjson-dev libsodium-dev \
                  libmicrohttpd-dev libsqlite3-dev libunistring-dev libcairo2-dev \
                  libfontconfig-dev fonts-dejavu-core
PACKAGES_CHECK := check libvterm-dev openssl man-db poppler-utils
PACKAGES_LINT  := clang-format cppcheck

# ---- flags --------------------------------------------------------------------------------------
cc_option = $(shell $(CC) -Werror $(1) -x c -c /dev/null -o /dev/null 2>/dev/null && echo $(1))
WARN   := -Wall -Wextra -Wformat=2 -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes \
          -Wmissing-prototypes -Wvla -Wimplicit-fallthrough
HARDEN := -fstack-protector-strong -fPIE $(call cc_option,-fstack-clash-protection) \
          $(call cc_option,-fcf-protection=full) $(call cc_option,-ftrivial-auto-var-init=zero)
CPPFLAGS += -Iinclude -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64
CFLAGS   ?= -O2 -g
LDFLAGS  += -pie -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed
ifeq ($(VARIANT),asan)
SAN := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
CFLAGS  := -O1 -g
else
CPPFLAGS += -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3
endif
ALL_CFLAGS = -std=c11 -pthread $(WARN) $(WERROR) $(HARDEN) $(CFLAGS) $(SAN) -MMD -MP

LIBS_BASE  := -lcjson -lm -lsodium -lunistring -pthread
LIBS_CDAP  := -lncursesw -ltinfo -lcurl $(LIBS_BASE)
LIBS_CDAPD := -lmicrohttpd -lsqlite3 $(LIBS_BASE)
LIBS_TEST  := -lcheck -lsubunit -lm -lrt -lvterm -lutil $(LIBS_CDAP) $(LIBS_CDAPD)

# ---- what there is to build -------------------------------------------------------------------
# cairo is drawn with in a module of its own, opened at the first pdf or png: src/export/cairo.h.
MODULE := src/export/cairo.c
SRC   := $(filter-out $(MODULE),$(wildcard src/*/*.c))
OBJ   := $(SRC:src/%.c=$B/obj/%.o)
TESTS := $(patsubst tests/%.c,$B/tests/%,$(wildcard tests/test_*.c))
TEST_HELPERS := $(patsubst tests/%.c,$B/obj/tests/%.o,$(filter-out $(wildcard tests/test_*.c),$(wildcard tests/*.c)))

all: $B/cdap $B/cdapd $B/cdap-cairo.so

$B/cdap: $B/obj/cdap.o $B/libcdap.a
	$(CC) $(SAN) $(LDFLAGS) -o $@ $^ $(LIBS_CDAP)

$B/cdapd: $B/obj/cdapd.o $B/libcdap.a
	$(CC) $(SAN) $(LDFLAGS) -o $@ $^ $(LIBS_CDAPD)

$B/cdap-cairo.so: $(MODULE)
	@mkdir -p $B/obj/export
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -fPIC -fvisibility=hidden -MF $B/obj/export/cairo.d -shared \
	  $(filter-out -pie,$(LDFLAGS)) -o $@ $< -lcairo -lfontconfig

$B/libcdap.a: $(OBJ)
	@rm -f $@
	ar rcs $@ $^

$B/tests/test_%: $B/obj/tests/test_%.o $(TEST_HELPERS) $B/libcdap.a
	@mkdir -p $(@D)
	$(CC) $(SAN) $(LDFLAGS) -o $@ $^ $(LIBS_TEST)

$B/obj/tests/%.o: tests/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

$B/obj/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

-include $(shell find $B/obj -name '*.d' 2>/dev/null)

# ---- for people -------------------------------------------------------------------------------
deps:
	@sh .ci/paquets $(PACKAGES)

deps-check:
	@sh .ci/paquets $(PACKAGES) $(PACKAGES_CHECK)

deps-lint:
	@sh .ci/paquets $(PACKAGES) $(PACKAGES_CHECK) $(PACKAGES_LINT)

run: deps
	@$(MAKE) --no-print-directory -s -j2 all
	@exec build/cdap --demo

# Every test, under the plain build and under AddressSanitizer and UndefinedBehaviorSanitizer.
check: deps-check
	@$(MAKE) --no-print-directory -j2 test-programs
	@$(MAKE) --no-print-directory -j2 VARIANT=asan test-programs
	@sh tests/run.sh build build/asan

test-programs: all $(TESTS)

# One variant only, for the work at hand: make test, make VARIANT=asan test
test: test-programs
	@sh tests/run.sh $B

lint: deps-lint
	@$(MAKE) --no-print-directory -j2 B=build/lint WERROR=-Werror test-programs
	clang-format --dry-run --Werror $(wildcard src/*.c src/*/*.[ch] include/cdap/*.h include/cdap/*/*.h tests/*.[ch])
	cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr \
	  --error-exitcode=1 -Iinclude -j2 src

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/sbin $(DESTDIR)$(PREFIX)/share/cdap
	install -m 755 $B/cdap $(DESTDIR)$(PREFIX)/bin/cdap
	install -m 755 $B/cdapd $(DESTDIR)$(PREFIX)/sbin/cdapd
	install -d $(DESTDIR)$(PREFIX)/lib/cdap
	install -m 644 $B/cdap-cairo.so $(DESTDIR)$(PREFIX)/lib/cdap/cdap-cairo.so
	cp -R screens profiles $(DESTDIR)$(PREFIX)/share/cdap/
	install -m 644 man/cdapd.openapi.json $(DESTDIR)$(PREFIX)/share/cdap/
	for p in man/*.[1-8]; do s=$${p##*.}; \
	  install -d $(DESTDIR)$(PREFIX)/share/man/fr/man$$s; \
	  install -m 644 $$p $(DESTDIR)$(PREFIX)/share/man/fr/man$$s/; done

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/cdap $(DESTDIR)$(PREFIX)/sbin/cdapd
	rm -rf $(DESTDIR)$(PREFIX)/share/cdap $(DESTDIR)$(PREFIX)/lib/cdap
	for p in man/*.[1-8]; do rm -f $(DESTDIR)$(PREFIX)/share/man/fr/man$${p##*.}/$${p#man/}; done

clean:
	rm -rf build

.PHONY: all deps deps-check deps-lint run check test test-programs lint install uninstall clean
.SECONDARY:
