// oxlint-disable-next-line import/no-unassigned-import -- made for its effect: it tells Monaco where its workers are
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './graphiql.css';
import { createRoot } from 'react-dom/client';
import { Explorer } from './explorer.tsx';

createRoot(document.getElementById('graphiql') as HTMLElement).render(<Explorer />);
