package io.failsight.collector.receive.otlp.request;

import java.util.List;

/**
 * What a walk over an export request found.
 *
 * @param records log records or spans in it, the refused ones too
 * @param refusedOffsets where the refused records lie in the array, ascending
 * @param refusalReason what is wrong with the first refused record, empty when none was refused
 * @param serviceName {@code service.name} of the first resource, empty when it has none
 * @param serviceInstance {@code service.instance.id} of the first resource, empty when it has none
 */
public record RequestScan(
        int records, List<Integer> refusedOffsets, String refusalReason, String serviceName, String serviceInstance) {}
