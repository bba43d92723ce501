// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;

/**
 * Trailers of responses, which are validated but not kept: no caller sees them, and few responses have any, but Netty
 * allocates a table for those of each response. Shared by all responses.
 */
final class UnkeptTrailers extends EmptyHttpHeaders implements HttpHeadersFactory {

    private final HttpHeadersFactory validating = DefaultHttpHeadersFactory.trailersFactory();

    @Override
    public HttpHeaders newHeaders() {
        return this;
    }

    @Override
    public HttpHeaders newEmptyHeaders() {
        return this;
    }

    @Override
    public HttpHeaders add(String name, Object value) {
        var unused = validating.newHeaders().add(name, value);
        return this;
    }
}
