// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.transport;

import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.ResponseHead;
import java.util.List;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.HttpField;

/** Converts response heads, and rejects those that Jetty accepts but that must not be trusted. */
final class JettyHeads {

    private JettyHeads() {}

    static ResponseHead read(Response response) {
        if (response.getStatus() < 200) {
            throw new BadMessageException("The response has an unsolicited 1xx status");
        }
        List<String> lengths = response.getHeaders().getValuesList("Content-Length");
        List<String> codings = response.getHeaders().getValuesList("Transfer-Encoding");
        if (lengths.stream().distinct().count() > 1 || (!codings.isEmpty() && !lengths.isEmpty())) {
            throw new BadMessageException("The response has conflicting lengths");
        }
        if (codings.size() > 1 || !codings.stream().allMatch("chunked"::equalsIgnoreCase)) {
            throw new BadMessageException("The response has a transfer coding other than chunked");
        }
        HttpHeaders.Builder headers = HttpHeaders.builder();
        for (HttpField field : response.getHeaders()) {
            headers.add(field.getName(), field.getValue() == null ? "" : field.getValue());
        }
        return new ResponseHead(response.getStatus(), response.getVersion().asString(), headers.build());
    }
}
