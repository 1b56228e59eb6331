package io.failsight.collector.receive.otlp;

import com.google.protobuf.Any;
import com.google.protobuf.util.Durations;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.failsight.collector.receive.otlp.network.OtlpServices;
import io.failsight.collector.receive.otlp.request.OtlpSignal;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
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
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The export method of one signal over gRPC, with requests as bytes: building messages only to write them again would cost more than
 * the rest of the way to the journal. Runs on threads that may block. Source: OTLP specification, "OTLP/gRPC". Thread-safe.
 */
final class OtlpGrpcMethod {
    private static final Logger LOG = Logger.getLogger(OtlpGrpcMethod.class);
    /** Stands for a message that became larger than gRPC lets it. */
    private static final byte[] TOO_LARGE = {};

    private static final MethodDescriptor.Marshaller<byte[]> AS_BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
            return new KnownBytes(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() == io.grpc.Status.Code.RESOURCE_EXHAUSTED) {
                    return TOO_LARGE; // it was compressed; thrown on, gRPC would answer UNKNOWN
                }
                throw e;
            } catch (IOException e) {
                throw new UncheckedIOException("the message cannot be read", e);
            }
        }
    };

    /** What a small request counts against the limit of all, so that the limit bounds their number too. */
    private static final int LEAST_CHARGE_BYTES = 16_384;

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final OtlpSignal signal;
    private final OtlpPeers peers;
    private final OtlpAccess access;
    private final OtlpIntake intake;
    private final InFlightShares inFlight;
    private final Executor blocking;

    OtlpGrpcMethod(
            OtlpSignal signal,
            OtlpPeers peers,
            OtlpAccess access,
            OtlpIntake intake,
            InFlightShares inFlight,
            Executor blocking) {
        this.signal = signal;
        this.peers = peers;
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
        OtlpVerdict verdict = access.judge(peer(call.getAttributes()), headers.get(AUTHORIZATION));
        return switch (verdict) {
            case OtlpVerdict.Denied denied -> {
                call.close(
                        io.grpc.Status.fromCodeValue(denied.code().getNumber()).withDescription(denied.words()),
                        new Metadata());
                yield new ServerCall.Listener<>() {};
            }
            case OtlpVerdict.Admitted admitted -> start(call, headers, admitted.sender());
        };
    }

    private ServerCall.Listener<byte[]> start(ServerCall<byte[], byte[]> call, Metadata headers, OtlpSender sender) {
        ServerCallHandler<byte[], byte[]> handler =
                ServerCalls.asyncUnaryCall((request, answers) -> received(request, sender, answers));
        if (!sender.isRemote()) {
            return handler.startCall(call, headers);
        }
        InFlightShares.Room room = inFlight.of(sender);
        if (!room.tryTake(OtlpServices.MAX_MESSAGE_BYTES)) {
            intake.overloaded();
            StatusException later = failure(comeAgain(OtlpMessages.OVERLOADED, OtlpHttpHandler.OVERLOAD_PAUSE));
            call.close(later.getStatus(), Objects.requireNonNullElseGet(later.getTrailers(), Metadata::new));
            return new ServerCall.Listener<>() {};
        }
        // Its message takes room from the first byte, and for so long only.
        return new HalfMessage(
                handler.startCall(call, headers),
                call,
                () -> room.giveBack(OtlpServices.MAX_MESSAGE_BYTES),
                intake::overloaded,
                HalfMessage.LIMIT);
    }

    private @Nullable OtlpPeer peer(Attributes attributes) {
        return attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress remote
                ? peers.at(address(remote), remote.getPort(), address(attributes.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR)))
                : null;
    }

    private static @Nullable String address(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : null;
    }

    private void received(byte[] request, OtlpSender sender, StreamObserver<byte[]> answers) {
        InFlightShares.Room room = inFlight.of(sender);
        int charge = Math.max(request.length, LEAST_CHARGE_BYTES);
        if (sender.allowance() != null && !sender.allowance().tryTake(request.length)) {
            intake.overloaded();
            answers.onError(
                    failure(comeAgain(Code.RESOURCE_EXHAUSTED, OtlpMessages.TOO_FAST, OtlpHttpHandler.OVERLOAD_PAUSE)));
        } else if (request == TOO_LARGE || request.length > intake.config().maxRequestBytes()) {
            int most = sender.isRemote()
                    ? OtlpServices.MAX_MESSAGE_BYTES
                    : intake.config().maxRequestBytes();
            OtlpAnswer.Never never = intake.refuse(
                    "the request is larger than " + most + " bytes; let the exporter send smaller batches");
            answers.onError(failure(OtlpMessages.status(Code.RESOURCE_EXHAUSTED, never.reason())));
        } else if (room.tryTake(charge)) {
            blocking.execute(() -> {
                try {
                    takeAndAnswer(request, sender, answers);
                } finally {
                    room.giveBack(charge);
                }
            });
        } else {
            intake.overloaded();
            answers.onError(failure(comeAgain(OtlpMessages.OVERLOADED, OtlpHttpHandler.OVERLOAD_PAUSE)));
        }
    }

    private void takeAndAnswer(byte[] request, OtlpSender sender, StreamObserver<byte[]> answers) {
        try {
            switch (intake.take(signal, request, request.length, sender)) {
                case OtlpAnswer.Taken taken -> {
                    answers.onNext(OtlpMessages.exported(signal, taken).toByteArray());
                    answers.onCompleted();
                }
                case OtlpAnswer.ComeAgain later -> answers.onError(failure(comeAgain(later.reason(), later.after())));
                case OtlpAnswer.Never never ->
                    answers.onError(failure(OtlpMessages.status(Code.INVALID_ARGUMENT, never.reason())));
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "a request of %s from %s failed inside; please report this", signal, sender.name());
            answers.onError(
                    failure(OtlpMessages.status(Code.INTERNAL, "the collector failed inside; its log says more")));
        }
    }

    private static Status comeAgain(String reason, Duration after) {
        return comeAgain(Code.UNAVAILABLE, reason, after);
    }

    /** With when to come again, without which senders give the request up. */
    private static Status comeAgain(Code code, String reason, Duration after) {
        RetryInfo retry = RetryInfo.newBuilder()
                .setRetryDelay(Durations.fromMillis(after.toMillis()))
                .build();
        return OtlpMessages.status(code, reason).toBuilder()
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
