package io.failsight.collector.receive.otlp;

import com.google.protobuf.Any;
import com.google.protobuf.util.Durations;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.failsight.collector.receive.otlp.request.OtlpSignal;
import io.grpc.Grpc;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The export method of one signal over gRPC, with requests as bytes: building messages only to write them again would cost more than
 * the rest of the way to the journal. Runs on threads that may block. Source: OTLP specification, "OTLP/gRPC". Thread-safe.
 */
final class OtlpGrpcMethod {
    private static final Logger LOG = Logger.getLogger(OtlpGrpcMethod.class);
    private static final MethodDescriptor.Marshaller<byte[]> AS_BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
            return new KnownBytes(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException("the message cannot be read", e);
            }
        }
    };

    /** What a small request counts against the limit of all, so that the limit bounds their number too. */
    private static final int LEAST_CHARGE_BYTES = 16_384;

    private final OtlpSignal signal;
    private final OtlpAccess access;
    private final OtlpIntake intake;
    private final InFlightBytes inFlight;
    private final Executor blocking;

    OtlpGrpcMethod(OtlpSignal signal, OtlpAccess access, OtlpIntake intake, InFlightBytes inFlight, Executor blocking) {
        this.signal = signal;
        this.access = access;
        this.intake = intake;
        this.inFlight = inFlight;
        this.blocking = blocking;
    }

    /** The service that has this one method, under the name that the generated stubs use. */
    ServerServiceDefinition service(ServiceDescriptor generated) {
        MethodDescriptor<?, ?> export = generated.getMethods().iterator().next();
        MethodDescriptor<byte[], byte[]> method = MethodDescriptor.newBuilder(AS_BYTES, AS_BYTES)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(export.getFullMethodName())
                .setSchemaDescriptor(export.getSchemaDescriptor())
                .build();
        ServiceDescriptor service = ServiceDescriptor.newBuilder(generated.getName())
                .setSchemaDescriptor(generated.getSchemaDescriptor())
                .addMethod(method)
                .build();
        return ServerServiceDefinition.builder(service)
                .addMethod(method, this::start)
                .build();
    }

    private ServerCall.Listener<byte[]> start(ServerCall<byte[], byte[]> call, Metadata headers) {
        String peer = peer(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
        if (!access.allows(peer, peer(call.getAttributes().get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR)))) {
            call.close(io.grpc.Status.PERMISSION_DENIED.withDescription(OtlpAccess.REFUSAL), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        ServerCallHandler<byte[], byte[]> handler =
                ServerCalls.asyncUnaryCall((request, answers) -> received(request, peer, answers));
        return handler.startCall(call, headers);
    }

    private static String peer(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : "";
    }

    private void received(byte[] request, String peer, StreamObserver<byte[]> answers) {
        if (request.length > intake.config().maxRequestBytes()) {
            OtlpAnswer.Never never = intake.refuse("the request is larger than "
                    + intake.config().maxRequestBytes() + " bytes; let the exporter send smaller batches");
            answers.onError(failure(OtlpMessages.status(Code.RESOURCE_EXHAUSTED, never.reason())));
        } else if (inFlight.tryTake(Math.max(request.length, LEAST_CHARGE_BYTES))) {
            blocking.execute(() -> {
                try {
                    takeAndAnswer(request, peer, answers);
                } finally {
                    inFlight.giveBack(Math.max(request.length, LEAST_CHARGE_BYTES));
                }
            });
        } else {
            intake.overloaded();
            answers.onError(failure(comeAgain(OtlpMessages.OVERLOADED, OtlpHttpHandler.OVERLOAD_PAUSE)));
        }
    }

    private void takeAndAnswer(byte[] request, String peer, StreamObserver<byte[]> answers) {
        try {
            switch (intake.take(signal, request, request.length, peer)) {
                case OtlpAnswer.Taken taken -> {
                    answers.onNext(OtlpMessages.exported(signal, taken).toByteArray());
                    answers.onCompleted();
                }
                case OtlpAnswer.ComeAgain later -> answers.onError(failure(comeAgain(later.reason(), later.after())));
                case OtlpAnswer.Never never ->
                    answers.onError(failure(OtlpMessages.status(Code.INVALID_ARGUMENT, never.reason())));
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "a request of %s from %s failed inside; please report this", signal, peer);
            answers.onError(
                    failure(OtlpMessages.status(Code.INTERNAL, "the collector failed inside; its log says more")));
        }
    }

    private static Status comeAgain(String reason, Duration after) {
        RetryInfo retry = RetryInfo.newBuilder()
                .setRetryDelay(Durations.fromMillis(after.toMillis()))
                .build();
        return OtlpMessages.status(Code.UNAVAILABLE, reason).toBuilder()
                .addDetails(Any.pack(retry))
                .build();
    }

    static StatusException failure(Status status) {
        return StatusProto.toStatusException(status);
    }

    private static final class KnownBytes extends ByteArrayInputStream implements KnownLength {
        KnownBytes(byte[] bytes) {
            super(bytes);
        }
    }
}
