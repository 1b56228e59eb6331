package io.failsight.collector.receive.lumberjack;

import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.receive.link.Link;
import io.failsight.collector.receive.link.PeerNotes;
import io.failsight.collector.receive.link.Slot;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * Reads the frames of one connection, window after window; a sender may send several windows before the first is acknowledged, they wait in
 * the socket. Anything but a right frame ends the connection. Belongs to the connection's thread.
 */
final class LumberjackConnection {
    private static final Logger LOG = System.getLogger(LumberjackConnection.class.getName());
    static final byte VERSION = '2';
    private static final int VERSION_1 = '1';
    private static final int BUFFER_BYTES = 16 << 10;
    private static final long UNSIGNED = 0xFFFF_FFFFL;

    private final Link link;
    private final Slot slot;
    private final LumberjackConfig config;
    private final EventIntake intake;
    private final LumberjackCounts counts;
    private long missing;

    LumberjackConnection(Link link, Slot slot, LumberjackConfig config, EventIntake intake, LumberjackCounts counts) {
        this.link = link;
        this.slot = slot;
        this.config = config;
        this.intake = intake;
        this.counts = counts;
    }

    /** Reads to the end of the stream, or to what is wrong with it. */
    void run(PeerNotes notes, IntakeCounts doors) throws IOException {
        try {
            InputStream in = new BufferedInputStream(link.in(), BUFFER_BYTES);
            boolean open = true;
            while (open) {
                slot.quiet();
                int version = in.read();
                if (version < 0) {
                    return;
                }
                slot.insideRecord();
                open = frame(in, version, false);
            }
        } catch (EOFException e) {
            LOG.log(Level.DEBUG, () -> LumberjackConfig.ID + ": " + link.peer() + " went away " + e.getMessage());
        } catch (BrokenFrameException e) {
            counts.brokenFrames.increment();
            doors.refused(LumberjackConfig.ID, ErrorKind.BAD_INPUT, 1);
            notes.tell(
                    link.peer(),
                    "frame",
                    "was cut off, its events since the last acknowledgement are not taken: it " + e.getMessage());
        }
    }

    /** Reads one frame whose first byte was read; false when the connection must end. */
    private boolean frame(InputStream in, int version, boolean compressed) throws IOException {
        if (version != VERSION) {
            throw new BrokenFrameException(
                    version == VERSION_1
                            ? "speaks Lumberjack version 1, as logstash-forwarder does; send with Filebeat or"
                                    + " Winlogbeat 5 or newer"
                            : "does not speak Lumberjack (first byte " + version
                                    + "); this port is for Filebeat's and Winlogbeat's output.logstash");
        }
        int type = in.read();
        return switch (type) {
            case 'W' -> window(unsigned(in), compressed);
            case 'J' -> event(in);
            case 'C' -> compressed(in, compressed);
            case 'D' ->
                throw new BrokenFrameException(
                        "sends key-value frames of Lumberjack version 1; send with Filebeat or Winlogbeat 5 or newer");
            default -> throw new BrokenFrameException("sent a frame of unknown type " + type);
        };
    }

    private boolean window(long size, boolean compressed) throws IOException {
        if (compressed || size > config.maxWindow()) {
            throw new BrokenFrameException(
                    compressed
                            ? "compressed a window frame"
                            : "announced a window of " + size + " events, more than " + config.maxWindow()
                                    + "; lower bulk_max_size in its output.logstash");
        }
        intake.begin();
        missing = size;
        return true;
    }

    private boolean event(InputStream in) throws IOException {
        int sequence = (int) unsigned(in);
        long length = unsigned(in);
        if (missing == 0) {
            throw new BrokenFrameException("sent an event outside of a window");
        }
        if (!intake.read(in, sequence, length)) {
            return false;
        }
        missing--;
        return missing > 0 || intake.end();
    }

    private boolean compressed(InputStream in, boolean inside) throws IOException {
        if (inside) {
            throw new BrokenFrameException("compressed a compressed frame");
        }
        BoundedInput packed = new BoundedInput(in, unsigned(in), Long.MAX_VALUE);
        Inflater inflater = new Inflater();
        try {
            InputStream inflated = new BoundedInput(
                    new InflaterInputStream(packed, inflater, BUFFER_BYTES), Long.MAX_VALUE, config.maxInflatedBytes());
            InputStream frames = new BufferedInputStream(inflated, BUFFER_BYTES);
            for (int version = frames.read(); version >= 0; version = frames.read()) {
                if (!frame(frames, version, true)) {
                    return false;
                }
            }
            packed.skipRest();
            return true;
        } catch (ZipException e) {
            throw new BrokenFrameException("sent a compressed frame that is broken (" + e.getMessage() + ")");
        } catch (EOFException e) {
            if (packed.isAtEnd()) {
                throw new BrokenFrameException("sent a compressed frame that ends too early");
            }
            throw e; // the connection ended
        } finally {
            inflater.end();
        }
    }

    private static long unsigned(InputStream in) throws IOException {
        long value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("inside a frame");
            }
            value = value << Byte.SIZE | next;
        }
        return value & UNSIGNED;
    }
}
