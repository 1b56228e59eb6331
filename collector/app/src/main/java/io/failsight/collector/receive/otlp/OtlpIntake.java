package io.failsight.collector.receive.otlp;

import io.failsight.collector.intake.Batch;
import io.failsight.collector.intake.BatchConsumer;
import io.failsight.collector.intake.BatchHeader;
import io.failsight.collector.intake.ErrorKind;
import io.failsight.collector.intake.Framing;
import io.failsight.collector.intake.IntakeCounts;
import io.failsight.collector.intake.Outcome;
import io.failsight.collector.receive.otlp.request.OtlpSignal;
import io.failsight.collector.receive.otlp.request.RecordRemover;
import io.failsight.collector.receive.otlp.request.RequestScan;
import io.failsight.collector.receive.otlp.request.RequestScanner;
import io.failsight.collector.receive.otlp.request.RequestScanner.MalformedRequest;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What HTTP and gRPC have in common: scan an export request in protobuf, leave out what can never be taken, hand the rest to the
 * journal as one batch, and say what became of it. Blocks until the journal has answered. Thread-safe.
 *
 * <p>Counts what it refuses by itself: rejected records one by one, an unreadable request as one record, and records that the sender
 * has to send again. The consumer counts what it took and what it refused for good.
 */
public final class OtlpIntake {
    /** Id of this receiver in headers and metrics. */
    public static final String RECEIVER = "otlp";

    /** Longest service name or instance id within a source's name, in characters; longer ones are cut. */
    private static final int MAX_NAME_CHARS = 255;

    private final OtlpConfig config;
    private final BatchConsumer consumer;
    private final IntakeCounts counts;
    private final InstantSource clock;

    public OtlpIntake(OtlpConfig config, BatchConsumer consumer, IntakeCounts counts, InstantSource clock) {
        this.config = config;
        this.consumer = consumer;
        this.counts = counts;
        this.clock = clock;
    }

    /** Limits of this door. */
    OtlpConfig config() {
        return config;
    }

    /** Takes in one export request: the first {@code length} bytes of the array, which must not change until the return. */
    OtlpAnswer take(OtlpSignal signal, byte[] request, int length, OtlpSender sender) {
        Instant received = clock.instant();
        RequestScan scan;
        try {
            scan = new RequestScanner(signal, request, length, config.maxRecordBytes()).scan();
        } catch (MalformedRequest e) {
            return refuse(e.getMessage());
        }
        int rejected = scan.refusedOffsets().size();
        if (rejected > 0) {
            counts.refused(RECEIVER, ErrorKind.BAD_INPUT, rejected);
        }
        OtlpAnswer taken = new OtlpAnswer.Taken(rejected, reason(scan, rejected));
        if (scan.records() == rejected) {
            return taken;
        }
        byte[] payload = rejected == 0 ? request : RecordRemover.without(request, length, scan.refusedOffsets());
        int payloadLength = rejected == 0 ? length : payload.length;
        BatchHeader header = new BatchHeader(
                signal.content(),
                Framing.WHOLE,
                RECEIVER,
                source(sender.name(), scan),
                sender.address(),
                nanos(received),
                scan.records() - rejected,
                "");
        return switch (consumer.accept(new Batch(header, payload, 0, payloadLength), config.patience())) {
            case Outcome.Accepted accepted -> taken;
            case Outcome.RetryLater later -> {
                // The sender has the records again: what it sends later is received anew.
                counts.refused(RECEIVER, later.kind(), header.recordCount());
                yield new OtlpAnswer.ComeAgain(later.reason(), later.after());
            }
            case Outcome.Refused refused -> new OtlpAnswer.Never(refused.reason());
        };
    }

    /** Counts a request that is refused as a whole before its records are known. */
    OtlpAnswer.Never refuse(@Nullable String reason) {
        counts.refused(RECEIVER, ErrorKind.BAD_INPUT, 1);
        return new OtlpAnswer.Never(reason == null ? "the request cannot be read" : reason);
    }

    /** Counts a request that came while too many others were in hand. */
    void overloaded() {
        counts.refused(RECEIVER, ErrorKind.OVERLOADED, 1);
    }

    private static String reason(RequestScan scan, int rejected) {
        return rejected < 2 ? scan.refusalReason() : scan.refusalReason() + "; and " + (rejected - 1) + " more";
    }

    /** Who sends comes first and is proven; what it says of itself only tells its own services apart. */
    private static String source(String sender, RequestScan scan) {
        StringBuilder source = new StringBuilder("otlp/").append(sender);
        if (!scan.serviceName().isEmpty()) {
            source.append('/').append(clean(scan.serviceName()));
            if (!scan.serviceInstance().isEmpty()) {
                source.append('/').append(clean(scan.serviceInstance()));
            }
        }
        return source.toString();
    }

    /** A name that is bounded and safe in logs and metrics: control characters become '_'. */
    private static String clean(String name) {
        String cut = name.length() <= MAX_NAME_CHARS ? name : name.substring(0, cutAt(name));
        return cut.chars().noneMatch(Character::isISOControl) ? cut : cut.replaceAll("\\p{Cntrl}", "_");
    }

    private static int cutAt(String name) {
        return Character.isHighSurrogate(name.charAt(MAX_NAME_CHARS - 1)) ? MAX_NAME_CHARS - 1 : MAX_NAME_CHARS;
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
