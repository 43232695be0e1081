// A recurrent layer, forward and backward, in oneDNN, timed: WARM SECONDS LEAST LSTM,B,T,H,I (or GRU). Without words,
// its version.
//
// Prints a line of JSON as the other children do: the microseconds of each measured step and, in place of the loss, the
// sum of the magnitudes of outputs and weight gradients. Weights change in training, so each step reorders them from
// PyTorch's layout (G·H, I) to the kernels', and their gradients back.
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <unordered_map>
#include <vector>

#include <oneapi/dnnl/dnnl.hpp>

using dnnl::memory;
using tag = memory::format_tag;
using Arguments = std::unordered_map<int, memory>;

static dnnl::engine engine(dnnl::engine::kind::cpu, 0);
static dnnl::stream stream(engine);
static const auto f32 = memory::data_type::f32;

struct Sizes {
  std::string cell;
  memory::dim B, T, H, I, G;
};

// Initial states are zeros, given: without them oneDNN 2.6.3 computes another recurrent weight gradient for the LSTM.
// What a cell's descriptors decide: the primitives, and the layouts of weights and their gradients.
struct Layer {
  dnnl::primitive forward, backward;
  memory::desc weightsForward[2], weightsBackward[2], gradients[2], workspace;
};

template <class Forward, class Backward> Layer layerOf(const typename Forward::desc &f, const typename Backward::desc &b) {
  typename Forward::primitive_desc forward(f, engine);
  typename Backward::primitive_desc backward(b, engine, forward);
  return {Forward(forward),
          Backward(backward),
          {forward.weights_layer_desc(), forward.weights_iter_desc()},
          {backward.weights_layer_desc(), backward.weights_iter_desc()},
          {backward.diff_weights_layer_desc(), backward.diff_weights_iter_desc()},
          forward.workspace_desc()};
}

static Layer layerOf(const Sizes &s) {
  const memory::desc x({s.T, s.B, s.I}, f32, tag::tnc), y({s.T, s.B, s.H}, f32, tag::tnc), none;
  const memory::desc h({1, 1, s.B, s.H}, f32, tag::ldnc);
  const memory::desc wx({1, 1, s.I, s.G, s.H}, f32, tag::any), wh({1, 1, s.H, s.G, s.H}, f32, tag::any);
  const memory::desc bias({1, 1, s.cell == "GRU" ? 4 : s.G, s.H}, f32, tag::ldgo);
  const auto training = dnnl::prop_kind::forward_training, backward = dnnl::prop_kind::backward;
  const auto direction = dnnl::rnn_direction::unidirectional_left2right;
  if (s.cell == "LSTM")
    return layerOf<dnnl::lstm_forward, dnnl::lstm_backward>(
        {training, direction, x, h, h, wx, wh, bias, y, none, none},
        {backward, direction, x, h, h, wx, wh, bias, y, none, none, x, h, h, wx, wh, bias, y, none, none});
  return layerOf<dnnl::lbr_gru_forward, dnnl::lbr_gru_backward>(
      {training, direction, x, h, wx, wh, bias, y, none},
      {backward, direction, x, h, wx, wh, bias, y, none, x, h, wx, wh, bias, y, none});
}

// The numbers of bench/ops/task.ts, in (−scale, scale).
static void fill(memory &m, std::uint32_t made, float scale) {
  auto *values = static_cast<float *>(m.get_data_handle());
  const std::size_t count = m.get_desc().get_size() / sizeof(float);
  for (std::size_t i = 0; i < count; i++) {
    std::uint32_t h = (static_cast<std::uint32_t>(i) + made * 0x9e3779b9u) * 0x85ebca6bu;
    h = (h ^ (h >> 16)) * 0x45d9f3bu;
    values[i] = static_cast<float>(2 * (((h ^ (h >> 16)) >> 8) / 16777216.0) - 1) * scale;
  }
}

// oneDNN has the update gate before the reset gate.
static void swapGates(memory &m, std::size_t perGate) {
  auto *values = static_cast<float *>(m.get_data_handle());
  for (std::size_t i = 0; i < perGate; i++) std::swap(values[i], values[perGate + i]);
}

static double magnitude(const memory &m) {
  const auto *values = static_cast<const float *>(m.get_data_handle());
  double sum = 0;
  for (std::size_t i = 0; i < m.get_desc().get_size() / sizeof(float); i++) sum += std::fabs(values[i]);
  return sum;
}

static memory zeros(const memory::desc &desc) {
  memory m(desc, engine);
  if (desc.get_size() > 0) std::memset(m.get_data_handle(), 0, desc.get_size());
  return m;
}

static void copy(memory &from, memory &to) { dnnl::reorder(from, to).execute(stream, from, to); }

int main(int argc, char **argv) {
  if (argc < 5) {
    const dnnl_version_t *version = dnnl_version();
    std::printf("%d.%d.%d\n", version->major, version->minor, version->patch);
    return 0;
  }
  const double warm = std::atof(argv[1]), seconds = std::atof(argv[2]);
  const std::size_t least = std::atoi(argv[3]);
  char cell[8];
  long B, T, H, I;
  if (std::sscanf(argv[4], "%7[A-Z],%ld,%ld,%ld,%ld", cell, &B, &T, &H, &I) != 5) return 2;
  const Sizes s{cell, B, T, H, I, std::string(cell) == "LSTM" ? 4 : 3};
  const Layer layer = layerOf(s);

  memory x = zeros({{T, B, I}, f32, tag::tnc}), y = zeros({{T, B, H}, f32, tag::tnc});
  memory dx = zeros(x.get_desc()), dy = zeros(y.get_desc());
  memory bias = zeros({{1, 1, s.cell == "GRU" ? 4 : s.G, H}, f32, tag::ldgo}), dBias = zeros(bias.get_desc());
  const memory::desc plain[2] = {{{1, 1, I, s.G, H}, f32, tag::ldgoi}, {{1, 1, H, s.G, H}, f32, tag::ldgoi}};
  const memory::desc state({1, 1, B, H}, f32, tag::ldnc);
  memory h = zeros(state), c = zeros(state), dh = zeros(state), dc = zeros(state);
  memory workspace = zeros(layer.workspace);
  memory weights[2], gradients[2], forward[2], backward[2], packed[2];
  for (int k = 0; k < 2; k++) {
    weights[k] = zeros(plain[k]);
    gradients[k] = zeros(plain[k]);
    forward[k] = zeros(layer.weightsForward[k]);
    backward[k] = zeros(layer.weightsBackward[k]);
    packed[k] = zeros(layer.gradients[k]);
    fill(weights[k], k + 3, 1 / std::sqrt(static_cast<float>(H)));
    if (s.cell == "GRU") swapGates(weights[k], H * (k == 0 ? I : H));
  }
  fill(x, 1, 1);
  fill(dy, 2, 1);

  const auto step = [&] {
    for (int k = 0; k < 2; k++) copy(weights[k], forward[k]);
    layer.forward.execute(stream, {{DNNL_ARG_SRC_LAYER, x},
                                   {DNNL_ARG_SRC_ITER, h},
                                   {DNNL_ARG_SRC_ITER_C, c},
                                   {DNNL_ARG_WEIGHTS_LAYER, forward[0]},
                                   {DNNL_ARG_WEIGHTS_ITER, forward[1]},
                                   {DNNL_ARG_BIAS, bias},
                                   {DNNL_ARG_DST_LAYER, y},
                                   {DNNL_ARG_WORKSPACE, workspace}});
    for (int k = 0; k < 2; k++) {
      copy(weights[k], backward[k]);
      std::memset(packed[k].get_data_handle(), 0, packed[k].get_desc().get_size());  // it accumulates
    }
    std::memset(dBias.get_data_handle(), 0, dBias.get_desc().get_size());
    layer.backward.execute(stream, {{DNNL_ARG_SRC_LAYER, x},
                                    {DNNL_ARG_SRC_ITER, h},
                                    {DNNL_ARG_SRC_ITER_C, c},
                                    {DNNL_ARG_WEIGHTS_LAYER, backward[0]},
                                    {DNNL_ARG_WEIGHTS_ITER, backward[1]},
                                    {DNNL_ARG_BIAS, bias},
                                    {DNNL_ARG_DST_LAYER, y},
                                    {DNNL_ARG_WORKSPACE, workspace},
                                    {DNNL_ARG_DIFF_SRC_LAYER, dx},
                                    {DNNL_ARG_DIFF_SRC_ITER, dh},
                                    {DNNL_ARG_DIFF_SRC_ITER_C, dc},
                                    {DNNL_ARG_DIFF_WEIGHTS_LAYER, packed[0]},
                                    {DNNL_ARG_DIFF_WEIGHTS_ITER, packed[1]},
                                    {DNNL_ARG_DIFF_BIAS, dBias},
                                    {DNNL_ARG_DIFF_DST_LAYER, dy}});
    for (int k = 0; k < 2; k++) copy(packed[k], gradients[k]);
    stream.wait();
  };

  using clock = std::chrono::steady_clock;
  const auto since = [](clock::time_point start) { return std::chrono::duration<double>(clock::now() - start).count(); };
  std::vector<double> micros;
  const auto repeat = [&](double budget, std::size_t fewest) {
    micros.clear();
    for (const auto start = clock::now(); micros.size() < fewest || since(start) < budget;) {
      const auto before = clock::now();
      step();
      micros.push_back(since(before) * 1e6);
    }
  };
  if (warm > 0) repeat(warm, 1);
  repeat(seconds, least);

  std::printf("{\"micros\":[");
  for (std::size_t i = 0; i < micros.size(); i++) std::printf(i == 0 ? "%.3f" : ",%.3f", micros[i]);
  std::printf("],\"loss\":%.9g}\n", magnitude(y) + magnitude(gradients[0]) + magnitude(gradients[1]));
}
