package io.failsight.collector.sink.opensearch;

import java.net.URI;
import java.util.List;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.Timeout;
import org.opensearch.client.opensearch.OpenSearchClient;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;

/** Makes the official client for everything but the bulk path. Stateless. */
public final class OpenSearchClients {
    private static final Timeout REPLY_TIMEOUT = Timeout.ofSeconds(30);
    private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(5);

    private OpenSearchClients() {}

    /** A client that sends the token with every request; it connects on the first call. */
    @SuppressWarnings("deprecation") // the builder's own request configuration still asks for the connect time-out here
    public static OpenSearchClient open(URI url, String token) {
        HttpHost host = new HttpHost(url.getScheme(), url.getHost(), url.getPort());
        var transport = ApacheHttpClient5TransportBuilder.builder(host)
                .setDefaultHeaders(List.of(new BasicHeader("Authorization", "Bearer " + token))
                        .toArray(new BasicHeader[0]))
                .setRequestConfigCallback(
                        request -> request.setConnectTimeout(CONNECT_TIMEOUT).setResponseTimeout(REPLY_TIMEOUT))
                .build();
        return new OpenSearchClient(transport);
    }
}
