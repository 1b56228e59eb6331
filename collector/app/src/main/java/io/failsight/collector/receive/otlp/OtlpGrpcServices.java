package io.failsight.collector.receive.otlp;

import com.google.rpc.Code;
import io.failsight.collector.receive.otlp.request.OtlpSignal;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.quarkus.grpc.GrpcService;
import jakarta.inject.Inject;

/** The gRPC services of the OTLP door, for Quarkus' gRPC server. */
public final class OtlpGrpcServices {
    private OtlpGrpcServices() {}

    /** {@code opentelemetry.proto.collector.logs.v1.LogsService}. */
    @GrpcService
    public static class Logs implements BindableService {
        private final OtlpDoor door;

        @Inject
        public Logs(OtlpDoor door) {
            this.door = door;
        }

        @Override
        public ServerServiceDefinition bindService() {
            return door.grpcMethod(OtlpSignal.LOGS).service(LogsServiceGrpc.getServiceDescriptor());
        }
    }

    /** {@code opentelemetry.proto.collector.trace.v1.TraceService}. */
    @GrpcService
    public static class Traces implements BindableService {
        private final OtlpDoor door;

        @Inject
        public Traces(OtlpDoor door) {
            this.door = door;
        }

        @Override
        public ServerServiceDefinition bindService() {
            return door.grpcMethod(OtlpSignal.TRACES).service(TraceServiceGrpc.getServiceDescriptor());
        }
    }

    /** Says that metrics are not taken. */
    @GrpcService
    public static class Metrics extends MetricsServiceGrpc.MetricsServiceImplBase {
        @Override
        public void export(ExportMetricsServiceRequest request, StreamObserver<ExportMetricsServiceResponse> answers) {
            answers.onError(OtlpGrpcMethod.failure(OtlpMessages.status(Code.UNIMPLEMENTED, OtlpMessages.NO_METRICS)));
        }
    }
}
