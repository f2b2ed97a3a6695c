import { type Logger, pino } from 'pino';

/** The process's logger: JSON lines, short constant messages, values in fields, and never a Secret's content. */
export const createLogger = (level: string): Logger =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['*.data', '*.stringData', '*.token', 'data', 'stringData', 'token'], censor: '***' },
    serializers: { err: pino.stdSerializers.err, error: pino.stdSerializers.err },
  });
