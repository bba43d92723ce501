CREATE TEMPORARY TABLE tickets (id INT, question STRING) WITH (
  'connector' = 'datagen', 'number-of-rows' = '5',
  'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '5',
  'fields.question.length' = '8'
);

CREATE TEMPORARY MODEL assistant
INPUT (prompt STRING)
OUTPUT (completion STRING, finish_reason STRING, total_tokens BIGINT)
WITH (
  'provider' = 'completions',
  'base-url' = 'http://localhost:8000/v1',
  'model' = 'any',
  'max-tokens' = '10'
);

SELECT id, question, completion, finish_reason, total_tokens
FROM ML_PREDICT(TABLE tickets, MODEL assistant, DESCRIPTOR(question));
