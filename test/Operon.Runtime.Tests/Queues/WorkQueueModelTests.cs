using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Operon.Runtime.Tests;

/// <summary>The queue against a reference that is too simple to be wrong: a list of keys and what is known of each.</summary>
public sealed class WorkQueueModelTests
{
    private enum Operation
    {
        Add,
        AddLow,
        AddLater,
        Take,
        Done,
        Fail,
        Forget,
        Advance,
    }

    [Fact]
    public void Every_history_hands_out_what_the_reference_does()
    {
        var step = Gen.Select(Gen.Enum<Operation>(), Gen.Int[0, 4], Gen.Int[1, 40]);
        step.List[1, 80].Sample(history =>
        {
            var clock = new FakeTimeProvider();
            using var queue = new WorkQueue<int>("model", clock, new QueueOptions { LowerPriorityTurn = 3 });
            var model = new Reference(3);
            foreach (var (operation, key, amount) in history)
            {
                Apply(operation, key, amount, queue, model, clock);
                if (queue.Depth != model.Depth)
                {
                    return false;
                }
            }

            return Drain(queue, model, clock);
        }, iter: 3000);
    }

    private static void Apply(Operation operation, int key, int amount, WorkQueue<int> queue, Reference model, FakeTimeProvider clock)
    {
        switch (operation)
        {
            case Operation.Add:
                queue.Add(key);
                model.Add(key, QueuePriority.Normal, 0);
                break;
            case Operation.AddLow:
                queue.Add(key, priority: QueuePriority.Low);
                model.Add(key, QueuePriority.Low, 0);
                break;
            case Operation.AddLater:
                queue.Add(key, delay: TimeSpan.FromMilliseconds(amount));
                model.Add(key, QueuePriority.Normal, amount);
                break;
            case Operation.Take when model.Depth > 0:
                Assert.Equal(model.Take(), Take(queue));
                break;
            case Operation.Done when model.IsInWork(key):
                queue.Done(key);
                model.Done(key);
                break;
            case Operation.Fail when model.IsInWork(key):
                queue.AddFailed(key);
                model.Add(key, QueuePriority.Normal, 5 * Math.Pow(2, model.Failures[key]++));
                break;
            case Operation.Forget:
                queue.Forget(key);
                model.Failures[key] = 0;
                break;
            case Operation.Advance:
                // A millisecond at a time: keys that come due at different times are ready in that order.
                for (var i = 0; i < amount; i++)
                {
                    clock.Advance(TimeSpan.FromMilliseconds(1));
                    model.Advance();
                }

                break;
        }
    }

    private static bool Drain(WorkQueue<int> queue, Reference model, FakeTimeProvider clock)
    {
        for (var i = 0; i < 5; i++)
        {
            if (model.IsInWork(i))
            {
                queue.Done(i);
                model.Done(i);
            }
        }

        while (model.Depth > 0)
        {
            var key = model.Take();
            if (Take(queue) != key)
            {
                return false;
            }

            queue.Done(key);
            model.Done(key);
            queue.Forget(key);
        }

        return queue.Depth == 0;
    }

    private static int Take(WorkQueue<int> queue)
    {
        var taken = queue.TakeAsync();
        Assert.True(taken.IsCompletedSuccessfully);
#pragma warning disable xUnit1031 // It is complete.
        return taken.GetAwaiter().GetResult()!.Value.Key;
#pragma warning restore xUnit1031
    }

    private sealed class Reference(int turn)
    {
        private readonly List<(int Key, int Priority, double Since)> _ready = [];
        private readonly Dictionary<int, (int Priority, double Due, int Order)> _later = [];
        private readonly HashSet<int> _inWork = [];
        private double _now;
        private int _turns;
        private int _order;

        public int[] Failures { get; } = new int[5];

        public int Depth => _ready.Count;

        public bool IsInWork(int key) => _inWork.Contains(key);

        public void Add(int key, int priority, double delay)
        {
            var at = _ready.FindIndex(one => one.Key == key);
            if (at >= 0)
            {
                if (priority > _ready[at].Priority)
                {
                    var raised = _ready[at] with { Priority = priority };
                    _ready.RemoveAt(at);
                    _ready.Add(raised);
                }

                return;
            }

            var due = _now + delay;
            var order = _order++;
            if (_later.TryGetValue(key, out var known))
            {
                priority = Math.Max(priority, known.Priority);
                due = Math.Min(due, known.Due);
                order = known.Order;
            }

            _later[key] = (priority, due, order);
            Move(key);
        }

        public int Take()
        {
            var urgent = _ready.MaxBy(one => one.Priority);
            urgent = _ready.First(one => one.Priority == urgent.Priority);
            var others = _ready.Where(one => one.Priority < urgent.Priority).GroupBy(one => one.Priority).Select(level => level.First()).ToList();
            _turns = others.Count == 0 ? 0 : _turns + 1;
            var taken = urgent;
            if (_turns == turn)
            {
                taken = others.OrderBy(one => one.Since).ThenByDescending(one => one.Priority).First();
                _turns = 0;
            }

            _ready.Remove(taken);
            _inWork.Add(taken.Key);
            return taken.Key;
        }

        public void Done(int key)
        {
            _inWork.Remove(key);
            Move(key);
        }

        public void Advance()
        {
            _now++;
            foreach (var key in _later.Keys.OrderBy(key => _later[key].Due).ThenBy(key => _later[key].Order).ToArray())
            {
                Move(key);
            }
        }

        private void Move(int key)
        {
            if (!_inWork.Contains(key) && _later.TryGetValue(key, out var entry) && entry.Due <= _now)
            {
                _later.Remove(key);
                _ready.Add((key, entry.Priority, _now));
            }
        }
    }
}
