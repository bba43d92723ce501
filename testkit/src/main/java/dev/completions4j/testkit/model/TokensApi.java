// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.ArrayNode;
import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.ObjectNode;

/** How a server converts between texts and tokens. */
enum TokensApi {
    NONE("", "") {
        @Override
        void describe(ObjectNode answer, int count) {}
    },
    VLLM("prompt", "prompt") {
        @Override
        void describe(ObjectNode answer, int count) {
            answer.put("count", count).put("max_model_len", CONTEXT).putNull("token_strs");
        }
    },
    LLAMA_CPP("content", "content") {
        @Override
        void describe(ObjectNode answer, int count) {}
    };

    private static final int CONTEXT = 8192;

    private final String textOfRequest;
    private final String textOfAnswer;

    TokensApi(String textOfRequest, String textOfAnswer) {
        this.textOfRequest = textOfRequest;
        this.textOfAnswer = textOfAnswer;
    }

    /** Adds what is said of the tokens besides their ids. */
    abstract void describe(ObjectNode answer, int count);

    JsonNode tokens(JsonNode request, FakeTokenizer tokenizer) throws RequestFault {
        String text = RequestProperties.text(textOfRequest, required(request, textOfRequest));
        int[] ids = FakeTokenizer.split(text).mapToInt(tokenizer::id).toArray();
        ObjectNode answer = new ObjectNode();
        ArrayNode tokens = answer.putArray("tokens");
        for (int id : ids) {
            tokens.add(id);
        }
        describe(answer, ids.length);
        return answer;
    }

    JsonNode text(JsonNode request, FakeTokenizer tokenizer) throws RequestFault {
        StringBuilder text = new StringBuilder();
        for (JsonNode id : required(request, "tokens")) {
            String token = id.isIntegralNumber() ? tokenizer.token((int) id.longValue()) : null;
            if (token == null) {
                throw RequestFault.badRequest("tokens has an id that is no token's", "tokens", null);
            }
            text.append(token);
        }
        return new ObjectNode().put(textOfAnswer, text.toString());
    }

    private static JsonNode required(JsonNode request, String name) throws RequestFault {
        JsonNode value = request.get(name);
        if (value == null) {
            throw RequestFault.badRequest(name + " is missing", name, null);
        }
        return value;
    }
}
