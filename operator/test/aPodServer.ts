import type { Pod } from '../src/kube/types.ts';
import type { Answer, AskPod, Question } from '../src/watch/podHttp.ts';

/** A question that somebody asked a pod. */
export interface AskedPod extends Question {
  readonly pod: string;
}

type Reply = Partial<Answer> | undefined;

/** Pods that answer what the test says (200 and nothing, where it says nothing), and every question in order. */
export function aPodServer(
  answer: (pod: Pod, question: Question) => Reply | Promise<Reply> = () => undefined,
): {
  readonly ask: AskPod;
  readonly asked: readonly AskedPod[];
} {
  const asked: AskedPod[] = [];
  const ask: AskPod = async (pod, question) => {
    asked.push({ ...question, pod: pod.metadata.name });
    const reply = await answer(pod, question);
    return { status: 200, headers: {}, text: '', milliseconds: 5, ...reply };
  };
  return { ask, asked };
}

interface Counted {
  readonly requests?: number;
  readonly errors?: number;
  readonly memoryBytes?: number;
  readonly framesPerSecond?: number;
}

/** The page of metrics of a pod that has answered so many users, and how many of them with 500. */
export const metricsPage = ({
  requests = 0,
  errors = 0,
  memoryBytes = 1e8,
  framesPerSecond = 72,
}: Counted): string =>
  `# HELP http_requests_total Answers.
# TYPE http_requests_total counter
http_requests_total{status="200",client="user",method="GET",route="/"} ${requests - errors}
http_requests_total{status="500",client="user",method="GET",route="/"} ${errors}
http_requests_total{status="200",client="probe",method="GET",route="/health"} 1000
http_requests_total{status="500",client="operator",method="GET",route="/"} 50
spacetime_http_request_seconds_bucket{le="0.005",client="user"} ${requests - errors}
spacetime_http_request_seconds_bucket{le="+Inf",client="user"} ${requests}
spacetime_scene_load_seconds_sum 3.5
spacetime_scene_load_seconds_bucket{le="1"} 0
spacetime_scene_load_seconds_bucket{le="2.5"} 2
spacetime_scene_load_seconds_bucket{le="5"} 2
spacetime_scene_load_seconds_bucket{le="10"} 2
spacetime_scene_load_seconds_bucket{le="+Inf"} 2
scene_load_failures_total 4
godot_memory_bytes ${memoryBytes}
godot_fps ${framesPerSecond}
process_cpu_seconds_total 12.5
`;
