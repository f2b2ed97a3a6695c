import type { Request } from 'express';
import * as z from 'zod';
import type { Caller } from '../access/caller.ts';
import type { Scope } from '../access/scopes.ts';
import { checked, paramsOf, queryOf } from './input.ts';

/** What a caller asked for, checked against the operation's schemas. */
export interface Call<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly caller: Caller;
  readonly request: Request;
}

/** What an operation answers; the status is 200 unless told. */
interface Reply<A> {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: A;
}

/** Status → what it says, as a sentence for the page of the API. */
type Meanings = Readonly<Record<number, string>>;

interface Description<P, Q, B, A> {
  /** One line for the page of the API. */
  readonly summary: string;
  /** What the caller's token must be good for. */
  readonly scope: Scope;
  readonly params?: z.ZodType<P>;
  readonly query?: z.ZodType<Q>;
  readonly body?: z.ZodType<B>;
  /** The body of a good answer. */
  readonly answer: z.ZodType<A>;
  /** The status of a good answer; 200 unless told. */
  readonly status?: number;
  /** Other statuses that have the body of a good answer, and what they say. */
  readonly also?: Meanings;
  /** Statuses of problems that this operation has of its own, and what they say. */
  readonly problems?: Meanings;
  readonly handle: (call: Call<P, Q, B>) => Promise<Reply<NoInfer<A>>> | Reply<NoInfer<A>>;
}

/** One method of a path: what it takes, what it answers, and how. Schemas are what the page of the API is made of. */
export interface Operation {
  readonly summary: string;
  readonly scope: Scope;
  readonly status: number;
  readonly also: Meanings;
  readonly problems: Meanings;
  readonly params: z.ZodType | undefined;
  readonly query: z.ZodType | undefined;
  readonly body: z.ZodType | undefined;
  readonly answer: z.ZodType;
  /** Throws a Problem that names the field when the request is not what the schemas ask for. */
  readonly run: (request: Request, caller: Caller) => Promise<Reply<unknown>> | Reply<unknown>;
}

const nothing = z.strictObject({});

/** Where no body is taken, an empty object is as good as none. */
const noBody = nothing.optional().transform(() => undefined);

/** What an operation says nothing about; schemas are made once, since making one costs more than a check. */
const unsaid = {
  params: z.object({}),
  query: nothing,
  body: noBody,
} as unknown as Readonly<Record<'params' | 'query' | 'body', z.ZodType<never>>>;

/** An operation whose handler sees checked input only. Fields that no schema names are refused. */
export function operation<P = object, Q = object, B = undefined, A = unknown>(
  description: Description<P, Q, B, A>,
): Operation {
  const { params, query, body, handle, ...shown } = description;
  return {
    status: 200,
    also: {},
    problems: {},
    ...shown,
    params,
    query,
    body,
    run: (request, caller) =>
      handle({
        params: checked<P>(params ?? unsaid.params, paramsOf(request)),
        query: checked<Q>(query ?? unsaid.query, queryOf(request)),
        body: checked<B>(body ?? unsaid.body, request.body),
        caller,
        request,
      }),
  };
}
