using PaymentDr.Payments;

namespace PaymentDr.Tests.Payments.Model;

/// <summary>One call under way, and what can go wrong with it.</summary>
internal sealed class Call<T>(World world, Process caller, SiteModel target, string name, Func<T> effect, DateTimeOffset expires)
{
    private readonly TaskCompletionSource<T> _completion = new();

    public Task<T> Result => _completion.Task;

    public void Arrive()
    {
        if (world.Now > expires || !world.Reaches(caller.Home, target))
        {
            Fail("out of reach");
            return;
        }

        // The first of these is what happens when nothing does.
        switch (world.Stormy && world.CallsFail ? world.Choices.Below(50) : 0)
        {
            case 49:
                caller.Die();
                break;
            case 48:
                TryEffect(out _);
                caller.Die();
                break;
            case 47:
                Fail("lost on its way there");
                break;
            case 46:
                TryEffect(out _);
                Fail("answer lost");
                break;
            case 45:
                world.Later($"{caller.Name}: late {name} at {target.Site}", ArriveLate);
                Fail("late");
                break;
            default:
                Answer();
                break;
        }
    }

    private void Answer()
    {
        var failure = TryEffect(out var value);
        if (!caller.IsAlive)
        {
            return;
        }

        if (failure is null)
        {
            _completion.SetResult(value!);
        }
        else
        {
            _completion.SetException(failure);
        }
    }

    private void ArriveLate()
    {
        if (world.Now <= expires && world.Reaches(caller.Home, target))
        {
            TryEffect(out _);
        }
    }

    private void Fail(string why)
    {
        world.NoteUnreachable(caller);
        world.Say($"  {why}");
        if (caller.IsAlive)
        {
            _completion.SetException(new UnreachableException(why));
        }
    }

    private UnreachableException? TryEffect(out T? value)
    {
        try
        {
            value = effect();
            return null;
        }
        catch (UnreachableException exception)
        {
            value = default;
            return exception;
        }
    }
}
