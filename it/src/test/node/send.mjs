// Sends one span and one log record in it with the OpenTelemetry SDK for Node: node send.mjs json|proto PORT
import { context, trace } from '@opentelemetry/api';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';

const [encoding, port] = process.argv.slice(2);
const kind = encoding === 'json' ? 'http' : 'proto';
const { OTLPLogExporter } = await import(`@opentelemetry/exporter-logs-otlp-${kind}`);
const { OTLPTraceExporter } = await import(`@opentelemetry/exporter-trace-otlp-${kind}`);

const resource = resourceFromAttributes({ 'service.name': `node-sdk-${encoding}` });
const base = `http://127.0.0.1:${port}/v1/`;
const tracers = new BasicTracerProvider({
  resource,
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: `${base}traces` }))],
});
const loggers = new LoggerProvider({
  resource,
  processors: [new BatchLogRecordProcessor(new OTLPLogExporter({ url: `${base}logs` }))],
});

const span = tracers.getTracer('it').startSpan('clean lens');
loggers.getLogger('it').emit({
  severityNumber: SeverityNumber.INFO,
  severityText: 'INFO',
  body: 'lens cleaned',
  attributes: { 'camera.id': 'cam-18' },
  context: trace.setSpan(context.active(), span),
});
span.end();
await loggers.shutdown();
await tracers.shutdown();
