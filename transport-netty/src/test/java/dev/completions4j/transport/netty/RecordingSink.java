// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Adds the events of one or more responses to a list.
 *
 * @param events the events by name; failures with their kind and the progress of the request
 */
record RecordingSink(List<String> events) implements ResponseSink {

    @Override
    public void onSend(ResponseSource source) {
        events.add("send");
    }

    @Override
    public void onHead(ResponseHead head) {
        events.add("head");
    }

    @Override
    public void onContent(ByteBuf content) {
        events.add("content");
    }

    @Override
    public void onReadComplete() {}

    @Override
    public void onEnd() {
        events.add("end");
    }

    @Override
    public void onUnprocessed(TransportException failure) {
        events.add("unprocessed " + failure.kind() + " " + failure.progress());
    }

    @Override
    public void onFailure(TransportException failure) {
        events.add("failure " + failure.kind() + " " + failure.progress());
    }
}
