// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

final class LiteLlmBehavior extends ServerBehavior {

    private static final String NONE = "None";

    @Override
    @Nullable String systemFingerprint() {
        return null;
    }

    @Override
    void extendChoice(ObjectNode choice, Piece piece) {
        if (piece.finishReason() == null) {
            choice.remove("finish_reason");
        }
    }

    @Override
    String keepAlive() {
        return ": ping\n\n";
    }

    /** What other servers' errors do not tell is written as Python writes it. */
    @Override
    ObjectNode error(RequestFault fault) {
        ObjectNode error = super.error(fault);
        error.put("param", fault.param() == null ? NONE : fault.param());
        error.put("code", Integer.toString(fault.status()));
        return error;
    }

    @Override
    String errorType(int status) {
        return status >= 500 ? NONE : super.errorType(status);
    }
}
