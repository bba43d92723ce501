// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.PromiseNotifier;

/**
 * Notices whether a byte has left this process since it was last asked to look; first in its pipeline, so that it sees
 * what TLS makes of a request.
 */
final class FlushWatch extends ChannelOutboundHandlerAdapter {

    private boolean bytesLeft;

    /** Begins to look anew. */
    void reset() {
        bytesLeft = false;
    }

    /** False if certainly none did. */
    boolean bytesLeft() {
        return bytesLeft;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        // Only this kind is told of a write that the socket took in part before it failed.
        ChannelProgressivePromise watched = context.newProgressivePromise();
        watched.addListener(new ChannelProgressiveFutureListener() {
            @Override
            public void operationProgressed(ChannelProgressiveFuture future, long progress, long total) {
                bytesLeft = true;
            }

            @Override
            public void operationComplete(ChannelProgressiveFuture future) {
                bytesLeft |= future.isSuccess();
            }
        });
        var unused = PromiseNotifier.cascade(watched, promise.unvoid());
        var unusedWrite = context.write(message, watched);
    }
}
