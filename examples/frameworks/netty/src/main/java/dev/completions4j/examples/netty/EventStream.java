// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.netty;

import dev.completions4j.CompletionChunk;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.Flow;
import tools.jackson.core.io.JsonStringEncoder;

/** Writes chunks to a browser, each after the one before is written, and cancels the stream when the browser leaves. */
final class EventStream implements Flow.Subscriber<CompletionChunk> {

    private final Channel channel;
    private Flow.Subscription subscription;

    EventStream(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set(HttpHeaderNames.CONNECTION, "close");
        HttpUtil.setTransferEncodingChunked(response, true);
        channel.write(response);
        channel.closeFuture().addListener(left -> subscription.cancel());
        subscription.request(1);
    }

    /** JSON, since the line breaks of tokens would be lost otherwise. */
    @Override
    public void onNext(CompletionChunk chunk) {
        StringBuilder event = new StringBuilder("data: {\"text\":\"");
        JsonStringEncoder.getInstance().quoteAsString(chunk.text(), event);
        event.append("\"}\n\n");
        channel.writeAndFlush(new DefaultHttpContent(ByteBufUtil.writeUtf8(channel.alloc(), event)))
                .addListener(written -> {
                    if (written.isSuccess()) {
                        subscription.request(1);
                    } else {
                        subscription.cancel();
                    }
                });
    }

    @Override
    public void onComplete() {
        end("end");
    }

    @Override
    public void onError(Throwable failure) {
        end("failure");
    }

    /** An event of its own marks the end, since a browser would reconnect after a connection that only closes. */
    private void end(String event) {
        String data = "event: " + event + "\ndata: {}\n\n";
        channel.writeAndFlush(new DefaultLastHttpContent(ByteBufUtil.writeUtf8(channel.alloc(), data)))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
