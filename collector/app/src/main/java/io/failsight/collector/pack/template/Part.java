package io.failsight.collector.pack.template;

/** One step of a compiled template. Each returns where it ends, or -1. Immutable and thread-safe. */
sealed interface Part {
    /** Matches at {@code at}; what it captures goes to {@code out}. */
    int match(byte[] bytes, int at, int to, Captures out);

    /** Marks in {@code first} every byte that this part may start with; whether it may also be empty. */
    boolean markFirst(boolean[] first);

    /** Fixed text. */
    @SuppressWarnings("ArrayRecordComponent") // never handed out, never compared
    record Literal(byte[] text) implements Part {
        @Override
        public int match(byte[] bytes, int at, int to, Captures out) {
            return Literals.match(text, bytes, at, to);
        }

        @Override
        public boolean markFirst(boolean[] first) {
            first[text[0] & 0xFF] = true;
            if (text[0] == ' ') {
                first['\t'] = true;
            } else if (text[0] == '\n') {
                first['\r'] = true;
            }
            return false;
        }
    }

    /** A span that goes to the capture of that number; a negative number drops it. */
    record Capture(CaptureType type, int slot, Stops stops) implements Part {
        @Override
        public int match(byte[] bytes, int at, int to, Captures out) {
            int end = type.end(bytes, at, to, stops);
            if (end < 0 || !out.spend(type == CaptureType.REST ? 1 : end - at + 1)) {
                return -1;
            }
            if (slot >= 0) {
                add(bytes, at, end, out);
            }
            return end;
        }

        private void add(byte[] bytes, int at, int end, Captures out) {
            int from = at;
            int until = end;
            if (type == CaptureType.QUOTED || type == CaptureType.BRACKETED) {
                from++;
                until--;
            } else if (type == CaptureType.PADDED) {
                from = Literals.skipBlanks(bytes, from, until);
                while (until > from && Literals.isBlank(bytes[until - 1])) {
                    until--;
                }
            }
            out.add(slot, from, until);
        }

        @Override
        public boolean markFirst(boolean[] first) {
            for (int b = 0; b < 256; b++) {
                first[b] |= type.mayStartWith((byte) b);
            }
            return type.mayBeEmpty();
        }
    }

    /** A capture that must be one of a few words, or begin with one. */
    record Chosen(Capture capture, Choice choice) implements Part {
        @Override
        public int match(byte[] bytes, int at, int to, Captures out) {
            int end = capture.match(bytes, at, to, out);
            return end >= 0 && choice.holds(bytes, at, end) ? end : -1;
        }

        @Override
        public boolean markFirst(boolean[] first) {
            choice.markFirst(first);
            return false;
        }
    }

    /** A time in a named format. */
    record Time(TimeFormat format, int slot) implements Part {
        @Override
        public int match(byte[] bytes, int at, int to, Captures out) {
            if (at >= to || !format.mayStartWith(bytes[at])) {
                return -1;
            }
            int end = format.scan(bytes, at, to, out.time());
            if (end >= 0 && slot >= 0) {
                out.add(slot, at, end);
            }
            return end;
        }

        @Override
        public boolean markFirst(boolean[] first) {
            for (int b = 0; b < 256; b++) {
                first[b] |= format.mayStartWith((byte) b);
            }
            return false;
        }
    }

    /** Parts that may be missing; tried once and never tried again. */
    @SuppressWarnings("ArrayRecordComponent") // never handed out, never compared
    record Maybe(Part[] parts) implements Part {
        @Override
        public int match(byte[] bytes, int at, int to, Captures out) {
            int size = out.size();
            int end = Template.run(parts, bytes, at, to, out);
            if (end >= 0) {
                return end;
            }
            out.truncate(size);
            return at;
        }

        @Override
        public boolean markFirst(boolean[] first) {
            Template.markFirst(parts, first);
            return true;
        }
    }
}
