/** @module The ways to run PyTorch's matrix products: which of OpenBLAS' kernels, and how many threads. */

type Env = Readonly<Record<string, string | undefined>>;

/** One way, as its name in tables and as changes to the environment; undefined takes a variable away. */
export interface Setting {
  readonly name: string;
  readonly env: Env;
  readonly isOneThread: boolean;
}

/** Core types that are worth trying where OpenBLAS does not know the CPU; one that it cannot run crashes. */
const coreTypes = ["SKYLAKEX", "Haswell", "Zen"];

/** Every way to try: core types as the environment has it, unset, and forced, with one thread and with more. */
export function settingsFor(env: Env, cores: number): Setting[] {
  return kernelsFor(env).flatMap((kernel) =>
    threadsFor(cores).map((threads) => ({
      ...threads,
      name: `${kernel.name}, ${threads.name}`,
      env: { ...kernel.env, ...threads.env },
    })),
  );
}

/** The ways with one thread. */
export function oneThreadSettings(env: Env): Setting[] {
  return settingsFor(env, 1);
}

function kernelsFor({ OPENBLAS_CORETYPE, OPENBLAS_L2_SIZE }: Env): Omit<Setting, "isOneThread">[] {
  const forced = (OPENBLAS_CORETYPE: string | undefined) => ({
    OPENBLAS_CORETYPE,
    OPENBLAS_L2_SIZE: undefined,
  });
  const given = Object.entries({ OPENBLAS_CORETYPE, OPENBLAS_L2_SIZE }).filter(([, value]) => value);
  const asItStands = { name: `${given.map((pair) => pair.join("=")).join(" ")} (environment)`, env: {} };
  return [
    ...(given.length > 0 ? [asItStands] : []),
    { name: "OPENBLAS_CORETYPE unset", env: forced(undefined) },
    ...coreTypes.map((type) => ({ name: `OPENBLAS_CORETYPE=${type}`, env: forced(type) })),
  ];
}

/** PyTorch's own threads and OpenBLAS' are two things: torch.set_num_threads(1) leaves OpenBLAS all cores. */
function threadsFor(cores: number): Setting[] {
  const of = (own: number, blas: number): Setting => ({
    name: `${count(own)}${own === blas ? "" : `, ${blas} in OpenBLAS`}`,
    env: { OMP_NUM_THREADS: String(own), OPENBLAS_NUM_THREADS: String(blas) },
    isOneThread: blas === 1,
  });
  const many = [...new Set([2, cores])].filter((threads) => threads > 1 && threads <= cores);
  return [of(1, 1), ...many.map((threads) => of(threads, threads)), ...many.map((threads) => of(1, threads))];
}

/** A number of threads, as text. */
export function count(threads: number): string {
  return threads === 1 ? "1 thread" : `${threads} threads`;
}

/** What trying a setting took; null when it did not run. */
export interface Tried {
  readonly setting: Setting;
  readonly took: number | null;
}

/**
 * The settings to alternate with: the fastest with one thread and the fastest with more. A trial is short, and a busy
 * machine spoils several threads more than one; only what is far behind is left out.
 */
export function bestOf(tried: readonly Tried[]): Setting[] {
  const ran = tried.flatMap(({ setting, took }) => (took === null ? [] : [{ setting, took }]));
  ran.sort((a, b) => a.took - b.took);
  const candidates = [
    ran.find(({ setting }) => setting.isOneThread),
    ran.find(({ setting }) => !setting.isOneThread),
  ];
  const limit = FAR * (ran[0]?.took ?? 0);
  return candidates.flatMap((found) => (found && found.took <= limit ? [found.setting] : []));
}

const FAR = 1.2;
