package io.failsight.collector.receive.otlp;

import com.google.protobuf.Message;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.failsight.collector.receive.otlp.OtlpAnswer.Taken;
import io.failsight.collector.receive.otlp.request.OtlpSignal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;

/** The messages that are answered. Stateless, thread-safe. */
final class OtlpMessages {
    /** What is said to senders of metrics. */
    static final String NO_METRICS =
            "metrics are not taken by this version of Failsight; send logs and traces, and turn the metrics exporter off";
    /** What is said when too many requests are in hand. */
    static final String OVERLOADED =
            "too many requests are in hand (failsight.otlp.max-in-flight-bytes); send this one again later";

    /** What is said to a sender that sends more than it may. */
    static final String TOO_FAST =
            "you send more than one sender may (doors.rate in failsight.yaml); send this one again later";

    private OtlpMessages() {}

    static Message exported(OtlpSignal signal, Taken taken) {
        boolean partial = taken.rejected() > 0;
        return switch (signal) {
            case LOGS -> {
                ExportLogsServiceResponse.Builder response = ExportLogsServiceResponse.newBuilder();
                yield partial
                        ? response.setPartialSuccess(ExportLogsPartialSuccess.newBuilder()
                                        .setRejectedLogRecords(taken.rejected())
                                        .setErrorMessage(taken.reason()))
                                .build()
                        : response.build();
            }
            case TRACES -> {
                ExportTraceServiceResponse.Builder response = ExportTraceServiceResponse.newBuilder();
                yield partial
                        ? response.setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                                        .setRejectedSpans(taken.rejected())
                                        .setErrorMessage(taken.reason()))
                                .build()
                        : response.build();
            }
        };
    }

    static Status status(Code code, String message) {
        return Status.newBuilder().setCode(code.getNumber()).setMessage(message).build();
    }
}
