/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Log lines on stderr: one write(2) per line, so that threads never mix theirs. */
#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include <cdap/base/date.h>
#include <cdap/base/log.h>

void log_event(enum log_level level, const char *event, const char *fmt, ...)
{
    static const char *const words[] = {"info", "attention", "erreur"};
    struct datetime t = datetime_utc(time(NULL));
    char line[1024];
    int len = snprintf(line, sizeof line, "%04u-%02u-%02uT%02u:%02u:%02uZ %s %s ", t.date.year,
                       t.date.month, t.date.day, t.hour, t.minute, t.second, words[level], event);
    va_list args;
    va_start(args, fmt);
    vsnprintf(line + len, sizeof line - (size_t)len - 1, fmt, args);
    va_end(args);

    size_t end = (size_t)len;
    for (; line[end]; end++)
        if ((unsigned char)line[end] < 0x20)
            line[end] = '?';
    line[end++] = '\n';
    if (write(STDERR_FILENO, line, end) < 0)
        return; /* nowhere left to say it */
}
